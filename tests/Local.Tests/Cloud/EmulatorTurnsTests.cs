using System.Collections.Concurrent;
using System.IO.Pipelines;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Tests.Local.Iam;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Fanout.Tests.Local.Cloud;

/// <summary>What reaches the emulator at the same time.</summary>
public class EmulatorTurnsTests
{
    private readonly ConcurrentDictionary<string, int> _atOnce = new();
    private readonly ConcurrentDictionary<string, int> _mostAtOnce = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _arrived = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _answer = new();
    private HttpClient? _http;
    private WebApplication? _emulator;
    private Gateway? _gateway;

    // An emulator that answers a path that has a gate when it is opened.
    [SetUp]
    public async Task StartAsync()
    {
        _atOnce.Clear();
        _mostAtOnce.Clear();
        _arrived.Clear();
        _answer.Clear();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _emulator = builder.Build();
        _emulator.Urls.Add("http://127.0.0.1:0");
        _emulator.Run(async context =>
        {
            var path = context.Request.Path.Value!;
            var service = path.Split('/')[1];
            var atOnce = _atOnce.AddOrUpdate(service, 1, (_, count) => count + 1);
            _mostAtOnce.AddOrUpdate(service, atOnce, (_, most) => Math.Max(most, atOnce));
            await context.Request.Body.CopyToAsync(Stream.Null);
            Arrival(path).TrySetResult();
            if (_answer.TryGetValue(path, out var gate))
            {
                await gate.Task;
            }

            _atOnce.AddOrUpdate(service, 0, (_, count) => count - 1);
            context.Response.Headers["Answer"] = path;
            await context.Response.Body.FlushAsync();
            if (_answer.TryGetValue($"{path} body", out var rest))
            {
                await rest.Task;
            }
        });
        await _emulator.StartAsync();
        _gateway = await Gateway.StartAsync(
            new Uri(_emulator.Urls.Single()), port: 0, Permissions.AllowAll(Documents.RoleArn).Requests(), _ => { }, CancellationToken.None);
        _http = new HttpClient();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _http!.Dispose();
        await _gateway!.DisposeAsync();
        await _emulator!.DisposeAsync();
    }

    [Test]
    public async Task Requests_of_a_service_reach_it_one_after_the_other_while_others_are_answered()
    {
        var gates = new[] { "/s3/1", "/s3/2", "/s3/3" }.Select(Hold).ToArray();
        var held = new[] { "/s3/1", "/s3/2", "/s3/3" }.Select(path => SendAsync(path)).ToArray();

        var other = await SendAsync("/glue/1");
        foreach (var gate in gates)
        {
            gate.SetResult();
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(other, Is.EqualTo("/glue/1"));
            Assert.That(await Task.WhenAll(held), Is.EqualTo(new[] { "/s3/1", "/s3/2", "/s3/3" }));
            Assert.That(_mostAtOnce, Is.EqualTo(new Dictionary<string, int> { ["s3"] = 1, ["glue"] = 1 }));
        }
    }

    [Test]
    public async Task Topics_wait_for_queues_into_which_they_put_messages()
    {
        var gate = Hold("/sqs/1");
        var queue = SendAsync("/sqs/1");
        await Arrival("/sqs/1").Task;

        var topic = SendAsync("/sns/1");
        await SendAsync("/glue/1");
        var early = Arrival("/sns/1").Task.IsCompleted;
        gate.SetResult();

        Assert.That(early, Is.False);
        Assert.That(await Task.WhenAll(queue, topic), Is.EqualTo(new[] { "/sqs/1", "/sns/1" }));
    }

    [Test]
    public async Task A_request_whose_caller_is_gone_keeps_its_turn_until_it_is_answered()
    {
        var gate = Hold("/s3/1");
        using var leaving = new CancellationTokenSource();
        var gone = SendAsync("/s3/1", cancellation: leaving.Token);
        await Arrival("/s3/1").Task;
        await leaving.CancelAsync();
        Assert.That(async () => await gone, Throws.InstanceOf<OperationCanceledException>());

        var next = SendAsync("/s3/2");
        await SendAsync("/glue/1");
        gate.SetResult();

        Assert.That(await next, Is.EqualTo("/s3/2"));
        Assert.That(_mostAtOnce["s3"], Is.EqualTo(1));
    }

    [Test]
    public async Task A_body_that_is_on_its_way_holds_up_nobody()
    {
        var body = new Pipe(new PipeOptions(pauseWriterThreshold: 2, resumeWriterThreshold: 1));
        var begun = body.Writer.WriteAsync("abc"u8.ToArray()).AsTask();
        var slow = SendAsync("/s3/slow", new StreamContent(body.Reader.AsStream()));
        await begun;

        var quick = await SendAsync("/s3/quick");
        await body.Writer.CompleteAsync();

        Assert.That(quick, Is.EqualTo("/s3/quick"));
        Assert.That(await slow, Is.EqualTo("/s3/slow"));
    }

    [Test]
    public async Task An_answer_that_is_still_read_holds_up_nobody()
    {
        var gate = Hold("/s3/slow body");
        var slow = SendAsync("/s3/slow");

        var quick = await SendAsync("/s3/quick");
        gate.SetResult();

        Assert.That(quick, Is.EqualTo("/s3/quick"));
        Assert.That(await slow, Is.EqualTo("/s3/slow"));
    }

    private TaskCompletionSource Arrival(string path) => _arrived.GetOrAdd(path, _ => Signal());

    private TaskCompletionSource Hold(string path) => _answer[path] = Signal();

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The first part of the path is the service that is called.
    private async Task<string> SendAsync(string path, HttpContent? content = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(
            content is null ? HttpMethod.Get : HttpMethod.Put, new Uri(_gateway!.Endpoint, path))
        { Content = content };
        request.Headers.Add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        await request.SignAsync(_gateway.Register(Caller.Of(AwsAccount.Root)), "us-east-1", path.Split('/')[1], cancellation);

        // Sends the headers before the body is there.
        request.Headers.ExpectContinue = content is not null;
        using var answer = await _http!.SendAsync(request, cancellation);
        return answer.Headers.GetValues("Answer").Single();
    }
}
