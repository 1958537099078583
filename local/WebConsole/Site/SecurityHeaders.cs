using Microsoft.AspNetCore.Http;

namespace Fanout.Local.WebConsole.Site;

/// <summary>What browsers are told of the console's answers: only its own style and script, no frames, nothing kept.</summary>
internal static class SecurityHeaders
{
    /// <summary>Sets them.</summary>
    public static void Set(HttpResponse response)
    {
        var own = $"{response.HttpContext.Request.Scheme}://{response.HttpContext.Request.Host}{Pages.ServedLinks.Root}";
        var headers = response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; script-src {own}/assets/console.js; style-src {own}/assets/console.css; "
            + $"connect-src {own} {own}/; form-action {own} {own}/; img-src data:; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // With none at all a browser sends its forms with the origin "null", which is refused.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
