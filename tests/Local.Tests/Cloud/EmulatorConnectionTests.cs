using System.Net;
using System.Net.Sockets;
using Fanout.Local.Cloud;
using Fanout.Local.Services.Glue;

namespace Fanout.Tests.Local.Cloud;

/// <summary>Requests of a connection each get their own answer, whatever became of the body of the one before.</summary>
public class EmulatorConnectionTests
{
    private const string Authorization =
        "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";

    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(index => (byte)index)];

    private MotoServer _emulator = null!;
    private HttpClient _http = null!;
    private int _connections;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var python = await GluePython.FindAsync(
            Environment.GetEnvironmentVariable("PATH") ?? "", TestContext.Progress, CancellationToken.None);
        _emulator = await MotoServer.StartAsync(python, ["-m", "moto.server"], CancellationToken.None);
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, ConnectCallback = ConnectAsync }) { BaseAddress = _emulator.Endpoint };
        await AnswerAsync(HttpMethod.Put, "/bucket");
        await AnswerAsync(HttpMethod.Put, "/bucket/key", Content);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _emulator.DisposeAsync();
    }

    [TestCase("GET", "/bucket/key", 0, HttpStatusCode.OK)]
    [TestCase("HEAD", "/bucket/key", 0, HttpStatusCode.OK)]
    [TestCase("HEAD", "/bucket/none", 0, HttpStatusCode.NotFound)]
    [TestCase("GET", "/bucket/none", 0, HttpStatusCode.NotFound)]
    [TestCase("GET", "/bucket/key", 300_000, HttpStatusCode.OK, Description = "a body that nobody reads")]
    [TestCase("DELETE", "/bucket/none", 300_000, HttpStatusCode.NoContent)]
    [TestCase("PUT", "/bucket/other", 300_000, HttpStatusCode.OK)]
    [TestCase("PUT", "/none/other", 300_000, HttpStatusCode.NotFound)]
    [TestCase("PUT", "/bucket?tagging", 300_000, HttpStatusCode.InternalServerError, Description = "what breaks it")]
    public async Task The_next_request_is_answered_on_the_same_connection(string method, string path, int length, HttpStatusCode expected)
    {
        var before = _connections;

        var (status, _) = await AnswerAsync(new HttpMethod(method), path, length == 0 ? null : Content[..length]);
        var (_, next) = await AnswerAsync(HttpMethod.Get, "/bucket/key");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(expected));
            Assert.That(next, Is.EqualTo(Content));
            Assert.That(_connections, Is.EqualTo(before));
        }
    }

    [Test]
    public async Task A_body_in_chunks_is_stored_whole_and_an_answer_without_one_ends()
    {
        var before = _connections;

        await AnswerAsync(HttpMethod.Put, "/bucket/chunks", Content, isChunked: true);
        var (_, stored) = await AnswerAsync(HttpMethod.Get, "/bucket/chunks");
        var (status, _) = await AnswerAsync(HttpMethod.Get, "/bucket/chunks", ifModifiedSince: DateTimeOffset.UtcNow.AddDays(1));
        var (_, again) = await AnswerAsync(HttpMethod.Get, "/bucket/chunks");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored, Is.EqualTo(Content));
            Assert.That(status, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That(again, Is.EqualTo(Content));
            Assert.That(_connections, Is.EqualTo(before));
        }
    }

    private async Task<(HttpStatusCode Status, byte[] Content)> AnswerAsync(
        HttpMethod method, string path, byte[]? content = null, bool isChunked = false, DateTimeOffset? ifModifiedSince = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(nameof(Authorization), Authorization);
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.IfModifiedSince = ifModifiedSince;
        if (content is not null)
        {
            request.Content = new ByteArrayContent(content);
        }

        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _connections);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
