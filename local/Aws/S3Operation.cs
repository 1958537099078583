using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>Names of S3's operations, which its requests tell by method, path and query ("Amazon S3 API Reference").</summary>
internal static class S3Operation
{
    /// <summary>The operation of a request; the method where S3 has none for it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">The path that names its bucket and its key, <see cref="S3Address"/>.</param>
    public static string Of(HttpRequest request, string path) => S3Address.Of(path) switch
    {
        _ when S3Control.IsAsked(request) => S3Control.OperationOf(request),
        ("", "") => "ListBuckets",
        (_, "") => OfBucket(request),
        _ => OfObject(request),
    };

    private static string OfBucket(HttpRequest request) =>
        request.Method == "HEAD" ? "HeadBucket"
        : S3SubResources.OperationOf(request, isOfObject: false) ?? request.Method switch
        {
            "GET" => request.Query["list-type"] == "2" ? "ListObjectsV2" : "ListObjects",
            "PUT" => "CreateBucket",
            "DELETE" => "DeleteBucket",
            "POST" => "PostObject",
            var other => other,
        };

    private static string OfObject(HttpRequest request)
    {
        var isCopy = request.Headers.ContainsKey("x-amz-copy-source");
        return request.Method == "HEAD" ? "HeadObject" : S3SubResources.OperationOf(request, isOfObject: true) switch
        {
            // A part without a number would be written as the object itself.
            "UploadPart" => !request.Query.ContainsKey("partNumber") ? request.Method : isCopy ? "UploadPartCopy" : "UploadPart",
            null => request.Method switch
            {
                "GET" => "GetObject",
                "PUT" => isCopy ? "CopyObject" : "PutObject",
                "DELETE" => "DeleteObject",
                var other => other,
            },
            var operation => operation,
        };
    }
}
