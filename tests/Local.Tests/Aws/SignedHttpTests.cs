using System.Collections.Concurrent;
using Fanout.Local.Aws;
using Fanout.Tests.Local.Iam;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Fanout.Tests.Local.Aws;

public class SignedHttpTests
{
    private const int Calls = 150;

    private readonly ConcurrentDictionary<string, int> _underWay = new();
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    [CancelAfter(60_000)]
    public async Task Calls_wait_for_a_connection_unless_they_may_wait_for_each_other(CancellationToken cancellation)
    {
        await using var server = await ServerAsync(cancellation);
        using var http = new SignedHttp(new Uri(server.Urls.Single()), "us-east-1");
        var objects = CallAsync(http, "s3", cancellation);
        var functions = CallAsync(http, "lambda", cancellation);

        while (_underWay.GetValueOrDefault("lambda") < Calls || _underWay.GetValueOrDefault("s3") < 100)
        {
            await Task.Delay(10, cancellation);
        }

        Assert.That(_underWay["s3"], Is.EqualTo(100));
        _goOn.SetResult();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await objects, Is.All.EqualTo("s3"));
            Assert.That(await functions, Is.All.EqualTo("lambda"));
        }
    }

    private async Task<WebApplication> ServerAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.MapPost("/{service}", async (string service, HttpContext context) =>
        {
            _underWay.AddOrUpdate(service, 1, (_, count) => count + 1);
            await _goOn.Task;
            await context.Response.WriteAsync(service, context.RequestAborted);
        });
        await server.StartAsync(cancellation);
        return server;
    }

    private static Task<string[]> CallAsync(SignedHttp http, string service, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, Calls).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(http.Endpoint, service));
            using var answer = await http.SendAsync(request, service, AwsCredentials.Of(Documents.Reader, []), cancellation);
            return await answer.Content.ReadAsStringAsync(cancellation);
        }));
}
