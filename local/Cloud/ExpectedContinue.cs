using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Cloud;

/// <summary>
/// What a client waits for that expects 100-continue of a request without a body, as boto3 does with an empty object: Kestrel says it
/// when a body is read. Such a client takes the answer that comes instead for that of its next request.
/// </summary>
internal static class ExpectedContinue
{
    private static readonly byte[] Line = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    /// <summary>Sends it where it is waited for, before the answer is begun.</summary>
    public static async Task SendAsync(HttpContext context)
    {
        if (context.Request.ContentLength == 0
            && string.Equals(context.Request.Headers.Expect, "100-continue", StringComparison.OrdinalIgnoreCase)
            && context.Features.Get<IConnectionTransportFeature>() is { Transport.Output: var output })
        {
            await output.WriteAsync(Line, context.RequestAborted);
        }
    }
}
