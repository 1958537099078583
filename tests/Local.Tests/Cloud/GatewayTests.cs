using System.Net;
using System.Text.Json;
using Fanout.Local.Cloud;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fanout.Tests.Local.Cloud;

public class GatewayTests
{
    private readonly List<string> _seen = [];
    private WebApplication? _emulator;
    private Gateway? _gateway;

    [SetUp]
    public async Task StartAsync()
    {
        _seen.Clear();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _emulator = builder.Build();
        _emulator.Urls.Add("http://127.0.0.1:0");
        _emulator.Run(async context =>
        {
            var request = context.Request;
            _seen.Add($"{request.Method} {request.Path.Value}{request.QueryString} {request.Headers["X-Amz-Target"]}");
            context.Response.StatusCode = 203;
            context.Response.Headers["x-amzn-RequestId"] = "42";
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        await _emulator.StartAsync();
        _gateway = await Gateway.StartAsync(new Uri(_emulator.Urls.Single()), port: 0, _ => { }, CancellationToken.None);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _gateway!.DisposeAsync();
        await _emulator!.DisposeAsync();
    }

    [Test]
    public async Task A_call_with_known_credentials_is_forwarded_whole_and_counted()
    {
        var credentials = _gateway!.Register("arn:aws:iam::123456789012:role/reader");
        using var http = new HttpClient { BaseAddress = _gateway.Endpoint };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/a%20b/c?list-type=2&prefix=x%2Fy") { Content = new StringContent("body") };
        request.Headers.TryAddWithoutValidation("Authorization", credentials.Authorization("us-east-1", "dynamodb"));
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.GetItem");

        using var answer = await http.SendAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(203));
            Assert.That(answer.Headers.GetValues("x-amzn-RequestId"), Is.EqualTo(new[] { "42" }));
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("body"));
            Assert.That(_seen, Is.EqualTo(new[] { "POST /a b/c?list-type=2&prefix=x%2Fy DynamoDB_20120810.GetItem" }));
            Assert.That(_gateway.Requests, Is.EqualTo(new Dictionary<(string, string), int> { [("dynamodb", "GetItem")] = 1 }));
        }
    }

    [TestCase(null)]
    [TestCase("AWS4-HMAC-SHA256 Credential=AKIASTRANGER/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0")]
    public async Task A_call_without_known_credentials_is_refused_as_aws_does(string? authorization)
    {
        using var http = new HttpClient { BaseAddress = _gateway!.Endpoint };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative));
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(error.GetProperty("__type").GetString(), Is.EqualTo("UnrecognizedClientException"));
            Assert.That(_seen, Is.Empty);
        }
    }

    [Test]
    public async Task An_emulator_that_is_gone_is_an_error_of_the_service()
    {
        var credentials = _gateway!.Register(AwsAccount.Root);
        await _emulator!.StopAsync();
        using var client = new AwsJsonClient(_gateway.Endpoint, "us-east-1");

        var error = Assert.ThrowsAsync<AwsErrorException>(() =>
            client.CallAsync("dynamodb", "DynamoDB_20120810.ListTables", JsonElement.Parse("{}"), credentials, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo("ServiceUnavailable"));
            Assert.That(error.StatusCode, Is.EqualTo(502));
        }
    }
}
