using System.Net;
using System.Text.Json;
using Fanout.Local.Cloud;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Fanout.Tests.Local.Cloud;

public class GatewayTests
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly List<string> _seen = [];
    private readonly List<string> _framing = [];
    private WebApplication? _emulator;
    private Gateway? _gateway;

    [SetUp]
    public async Task StartAsync()
    {
        _seen.Clear();
        _framing.Clear();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _emulator = builder.Build();
        _emulator.Urls.Add("http://127.0.0.1:0");
        _emulator.Run(async context =>
        {
            var request = context.Request;
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            _seen.Add($"{request.Method} {target} {request.Headers["X-Amz-Target"]}".TrimEnd());
            _framing.Add($"{request.Headers.ContentLength} {request.Headers.TransferEncoding}".Trim());
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
            Assert.That(_seen, Is.EqualTo(new[] { "POST /a%20b/c?list-type=2&prefix=x%2Fy DynamoDB_20120810.GetItem" }));
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

    [TestCase("/bucket/a%2Fb/%252F/%2B+%20%C3%BC")]
    [TestCase("/bucket/../up/./here//twice")]
    public async Task A_path_reaches_the_emulator_as_it_came(string path)
    {
        using var answer = await S3Async(HttpMethod.Get, path);

        Assert.That(_seen, Is.EqualTo(new[] { $"GET {path}" }));
    }

    [Test]
    public async Task A_request_without_a_body_is_forwarded_without_one_and_an_empty_body_as_empty()
    {
        using var get = await S3Async(HttpMethod.Get, "/bucket/key");
        using var put = await S3Async(HttpMethod.Put, "/bucket/key", new ByteArrayContent([]));

        Assert.That(_framing, Is.EqualTo(new[] { "", "0" }));
    }

    [Test]
    public async Task An_object_of_bytes_passes_unchanged_even_where_it_says_that_it_is_a_form()
    {
        byte[] bytes = [0xFF, 0x00, 0x25, 0xC3];
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");

        using var answer = await S3Async(HttpMethod.Put, "/bucket/key", content);

        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(bytes));
    }

    [TestCase("GET", "/", "ListBuckets")]
    [TestCase("PUT", "/bucket", "CreateBucket")]
    [TestCase("HEAD", "/bucket", "HeadBucket")]
    [TestCase("DELETE", "/bucket/", "DeleteBucket")]
    [TestCase("GET", "/bucket?list-type=2&prefix=a", "ListObjectsV2")]
    [TestCase("GET", "/bucket", "ListObjects")]
    [TestCase("GET", "/bucket?uploads", "ListMultipartUploads")]
    [TestCase("GET", "/bucket?policy", "GetBucketPolicy")]
    [TestCase("PUT", "/bucket?versioning", "PutBucketVersioning")]
    [TestCase("PUT", "/bucket?publicAccessBlock", "PutPublicAccessBlock")]
    [TestCase("POST", "/bucket?delete", "DeleteObjects")]
    [TestCase("GET", "/bucket/a/b", "GetObject")]
    [TestCase("HEAD", "/bucket/a", "HeadObject")]
    [TestCase("PUT", "/bucket/a", "PutObject")]
    [TestCase("DELETE", "/bucket/a", "DeleteObject")]
    [TestCase("POST", "/bucket/a?uploads", "CreateMultipartUpload")]
    [TestCase("PUT", "/bucket/a?partNumber=1&uploadId=u", "UploadPart")]
    [TestCase("POST", "/bucket/a?uploadId=u", "CompleteMultipartUpload")]
    [TestCase("DELETE", "/bucket/a?uploadId=u", "AbortMultipartUpload")]
    public async Task Requests_of_s3_are_counted_by_their_operation(string method, string target, string operation)
    {
        using var answer = await S3Async(HttpMethod.Parse(method), target);

        Assert.That(_gateway!.Requests, Is.EqualTo(new Dictionary<(string, string), int> { [("s3", operation)] = 1 }));
    }

    [Test]
    public async Task An_interceptor_answers_in_the_services_place_until_it_is_removed()
    {
        using (_gateway!.Intercept(request => request.Operation == "GetObject" && request.Path.EndsWith("/bad", StringComparison.Ordinal)
            ? AwsAnswer.S3Error(503, "SlowDown", "Please reduce your request rate.")
            : null))
        {
            using var refused = await S3Async(HttpMethod.Get, "/bucket/bad");
            using var passed = await S3Async(HttpMethod.Get, "/bucket/good");

            Assert.That((int)refused.StatusCode, Is.EqualTo(503));
            Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("<Code>SlowDown</Code>"));
            Assert.That((int)passed.StatusCode, Is.EqualTo(203));
        }

        using var later = await S3Async(HttpMethod.Get, "/bucket/bad");
        Assert.That((int)later.StatusCode, Is.EqualTo(203));
        Assert.That(_seen, Is.EqualTo(new[] { "GET /bucket/good", "GET /bucket/bad" }));
    }

    private async Task<HttpResponseMessage> S3Async(HttpMethod method, string target, HttpContent? content = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            method, new Uri($"{_gateway!.Endpoint.GetLeftPart(UriPartial.Authority)}{target}", AsItIs))
        {
            Content = content,
        };
        request.Headers.TryAddWithoutValidation(
            "Authorization", _gateway.Register(AwsAccount.Root).Authorization("us-east-1", "s3"));
        return await http.SendAsync(request);
    }
}
