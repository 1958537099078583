using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fanout.Local.Aws;

/// <summary>What a request asks for as its first line has it, neither decoded nor tidied up: keys may hold dots and escapes.</summary>
internal static class RequestTarget
{
    /// <summary>The path and the query.</summary>
    public static string Of(HttpRequest request)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.StartsWith('/') || target.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var scheme))
        {
            return target;
        }

        // The absolute form, as a proxy is asked (RFC 9112, 3.2.2).
        var path = target.IndexOf('/', scheme + 3);
        return path < 0 ? "/" : target[path..];
    }

    /// <summary>The path.</summary>
    public static string PathOf(HttpRequest request) => Of(request).Split('?', 2)[0];
}
