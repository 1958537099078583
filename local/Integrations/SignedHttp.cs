using Fanout.Local.Cloud;

namespace Fanout.Local.Integrations;

/// <summary>Sends requests to the gateway over connections that are kept.</summary>
internal static class SignedHttp
{
    // A task's own timeout ends a call.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends a request and reads the answer whole.</summary>
    /// <exception cref="HttpRequestException">The gateway could not be reached.</exception>
    public static Task<HttpResponseMessage> SendAsync(
        ServiceCall call, HttpRequestMessage request, CancellationToken cancellation)
    {
        request.Headers.TryAddWithoutValidation(
            "Authorization", call.Caller.Authorization(call.Cloud.Account.Region, call.Service));
        return Http.SendAsync(request, cancellation);
    }

    /// <summary>A header of an answer, as it stands; null where there is none.</summary>
    public static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values)
            || answer.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;
}
