using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>
/// Requests of S3 Control, which are signed for S3 and told from it by the account that they name ("Amazon S3 Control",
/// Amazon S3 API Reference): those of tags, by which the AWS provider reads and changes the tags of buckets.
/// </summary>
internal static class S3Control
{
    private const string Tags = "/v20180820/tags/";

    /// <summary>Whether a request is one of them, whatever its host: the provider's begins with the account's id.</summary>
    public static bool IsAsked(HttpRequest request) =>
        request.Headers.ContainsKey("x-amz-account-id") && RequestTarget.PathOf(request).StartsWith(Tags, StringComparison.Ordinal);

    /// <summary>The operation; the method where there is none.</summary>
    public static string OperationOf(HttpRequest request) => request.Method switch
    {
        "GET" => "ListTagsForResource",
        "POST" => "TagResource",
        "DELETE" => "UntagResource",
        var other => other,
    };

    /// <summary>The ARN that the path of such a request names.</summary>
    public static string ArnOf(string path) => Uri.UnescapeDataString(path[Tags.Length..]);
}
