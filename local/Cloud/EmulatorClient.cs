using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;

namespace Fanout.Local.Cloud;

/// <summary>The emulator as the gateway calls it: one request at a time reaches each service.</summary>
/// <remarks>
/// moto answers every request on a thread of its own, and its stores are not made for that: a write that makes a table's
/// partition key replaces what another has stored under it meanwhile, and an object that is overwritten is closed while
/// it is read. It answers no more requests in a second when they come at once: Python runs one thread at a time.
/// </remarks>
internal sealed class EmulatorClient(Uri emulator) : IDisposable
{
    // The emulator starts a thread for each connection; an answer may still be read after the next request's turn began.
    private const int MostConnections = 32;

    private readonly HttpMessageInvoker _http = new(Handler(emulator));
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where the emulator is.</summary>
    public Uri Address { get; } = emulator;

    /// <summary>What the paths of requests are added to.</summary>
    public Uri Base { get; } = EmulatorAddress.BaseOf(emulator);

    /// <summary>Ends, with a sentence, where nothing listens there any longer.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Sends a request in its turn.</summary>
    /// <param name="service">The signing name of the service that it calls.</param>
    /// <param name="request">The request, with a body that is there already: no other gets a turn before it is read.</param>
    /// <param name="cancellation">Ends the wait for the turn. What was sent is waited for: the emulator goes on with it.</param>
    /// <returns>The answer; its body may still be on its way. 502 where the emulator does not answer.</returns>
    public async Task<HttpResponseMessage> SendAsync(string service, HttpRequestMessage request, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd(StoreOf(service), _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            return await _http.SendAsync(request, CancellationToken.None);
        }
        catch (HttpRequestException problem)
        {
            var message = $"The emulator at {Address} does not answer: {problem.Message}";
            if (problem.HttpRequestError == HttpRequestError.ConnectionError)
            {
                _lost.TrySetResult(message);
            }

            return new HttpResponseMessage(HttpStatusCode.BadGateway)
            {
                Content = JsonContent.Create(new { __type = "ServiceUnavailable", message }),
            };
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }
    }

    private static SocketsHttpHandler Handler(Uri emulator)
    {
        var handler = EmulatorAddress.HandlerOf(emulator);
        handler.MaxConnectionsPerServer = MostConnections;
        return handler;
    }

    // A topic puts its messages into queues itself.
    private static string StoreOf(string service) => service == "sns" ? "sqs" : service;
}
