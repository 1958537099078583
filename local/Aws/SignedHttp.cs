using System.Collections.Concurrent;
using Amazon.Runtime;

namespace Fanout.Local.Aws;

/// <summary>Sends signed requests to the gateway, for what passes on what others wrote: no client of an SDK leaves it as it is.</summary>
/// <param name="endpoint">The gateway.</param>
/// <param name="region">The region that requests are signed for.</param>
public sealed class SignedHttp(Uri endpoint, string region) : IDisposable
{
    // A fan-out has thousands of calls under way, which a service answers a few at a time: they wait without a connection each.
    private const int MostConnections = 100;

    // An answer of these may wait for other calls of theirs: for the end of a function or an execution, or for a message.
    private static readonly string[] Waiting = ["lambda", "sqs", "states"];

    private readonly ConcurrentDictionary<string, HttpClient> _services = new();

    /// <summary>The gateway.</summary>
    public Uri Endpoint => endpoint;

    /// <summary>Sends a request and reads the answer whole.</summary>
    /// <param name="request">The request, with an address at the gateway.</param>
    /// <param name="service">The service's signing name, such as <c>dynamodb</c>.</param>
    /// <param name="caller">The caller's credentials.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="HttpRequestException">The gateway could not be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, string service, AWSCredentials caller, CancellationToken cancellation)
    {
        await request.SignAsync(caller, region, service, cancellation);
        return await _services.GetOrAdd(service, Client).SendAsync(request, cancellation);
    }

    /// <summary>A header of an answer, as it stands; null where there is none.</summary>
    public static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values)
            || answer.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;

    public void Dispose()
    {
        foreach (var http in _services.Values)
        {
            http.Dispose();
        }
    }

    // Whoever calls ends a call: a Task has its own timeout.
    private static HttpClient Client(string service) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = Waiting.Contains(service) ? int.MaxValue : MostConnections,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
