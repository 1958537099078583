using Amazon.Runtime;

namespace Fanout.Local.Aws;

/// <summary>Sends signed requests to the gateway, for what passes on what others wrote: no client of an SDK leaves it as it is.</summary>
/// <param name="endpoint">The gateway.</param>
/// <param name="region">The region that requests are signed for.</param>
public sealed class SignedHttp(Uri endpoint, string region) : IDisposable
{
    // Whoever calls ends a call: a Task has its own timeout.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

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
        return await _http.SendAsync(request, cancellation);
    }

    /// <summary>A header of an answer, as it stands; null where there is none.</summary>
    public static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values)
            || answer.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;

    public void Dispose() => _http.Dispose();
}
