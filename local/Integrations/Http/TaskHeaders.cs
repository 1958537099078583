namespace Fanout.Local.Integrations.Http;

/// <summary>The headers that an HTTP Task may set ("Call HTTPS APIs in Step Functions workflows": Headers).</summary>
internal static class TaskHeaders
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "A-IM", "Accept-Charset", "Accept-Datetime", "Accept-Encoding", "Authorization", "Cache-Control", "Connection",
        "Content-Encoding", "Content-MD5", "Date", "Expect", "Forwarded", "From", "Host", "HTTP2-Settings", "If-Match",
        "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Max-Forwards", "Origin", "Pragma",
        "Proxy-Authorization", "Referer", "Server", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Via", "Warning",
    };

    private static readonly string[] ReservedPrefixes = ["x-forwarded-", "x-amz-", "x-amzn-"];

    /// <summary>Why a header cannot be set, or null.</summary>
    public static string? Refusal(string name) =>
        Reserved.Contains(name) || ReservedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            ? $"the header \"{name}\" cannot be set by an HTTP Task; leave it out, or let the connection set it"
            : null;
}
