using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>The bucket and the key that a request of S3 names ("Virtual hosting of general purpose buckets").</summary>
internal static partial class S3Address
{
    // What moto is controlled by, where no bucket of that name can be.
    private const string ControlOfEmulator = "/moto-api";

    /// <summary>The path that names both, not decoded; null where the host is none that S3 answers for.</summary>
    public static string? PathOf(HttpRequest request)
    {
        var (path, host) = (RequestTarget.PathOf(request), request.Host.Host);
        return path.StartsWith(ControlOfEmulator, StringComparison.OrdinalIgnoreCase) ? null
            : IsPathStyle(host) || S3Control.IsAsked(request) ? path
            : VirtualHost().Match(host) is { Success: true } match ? $"/{match.Groups["bucket"].Value}{path}"
            : null;
    }

    /// <summary>Takes such a path apart and decodes each part once; a key may begin with a slash or hold dot segments.</summary>
    public static (string Bucket, string Key) Of(string path)
    {
        var (bucket, key) = path.TrimStart('/') is "" ? ("", "") : Split(path[1..]);
        return (Uri.UnescapeDataString(bucket), Uri.UnescapeDataString(key));
    }

    /// <summary>Splits a bucket from a key.</summary>
    public static (string Bucket, string Key) Split(string place) =>
        place.IndexOf('/') is >= 0 and var slash ? (place[..slash], place[(slash + 1)..]) : (place, "");

    private static bool IsPathStyle(string host) =>
        !host.Contains('.') || PathStyleHost().IsMatch(host) || (IPAddress.TryParse(host, out var address) && $"{address}" == host);

    [GeneratedRegex(@"\As3[.-](?:(?:dualstack|fips)[.-])?(?:[^.]*\.)?amazonaws\.com\z")]
    private static partial Regex PathStyleHost();

    [GeneratedRegex(@"\A(?:(?<bucket>.+)\.s3(?:[.-][a-z0-9.-]+)?\.amazonaws\.com|(?<bucket>[^.]+)\.localhost)\z")]
    private static partial Regex VirtualHost();
}
