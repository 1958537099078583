using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>Names of S3's operations, which its requests tell by method, path and query ("Amazon S3 API Reference").</summary>
internal static class S3Operation
{
    // Subresources of a bucket: GET, PUT and DELETE of each are operations of their own.
    private static readonly Dictionary<string, string> BucketParts = new()
    {
        ["accelerate"] = "BucketAccelerateConfiguration",
        ["acl"] = "BucketAcl",
        ["cors"] = "BucketCors",
        ["encryption"] = "BucketEncryption",
        ["lifecycle"] = "BucketLifecycleConfiguration",
        ["location"] = "BucketLocation",
        ["logging"] = "BucketLogging",
        ["notification"] = "BucketNotificationConfiguration",
        ["ownershipControls"] = "BucketOwnershipControls",
        ["policy"] = "BucketPolicy",
        ["publicAccessBlock"] = "PublicAccessBlock",
        ["tagging"] = "BucketTagging",
        ["versioning"] = "BucketVersioning",
    };

    /// <summary>The operation of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">The path that names its bucket and its key, <see cref="S3Address"/>.</param>
    public static string Of(HttpRequest request, string path) => S3Address.Of(path) switch
    {
        _ when S3Control.IsAsked(request) => S3Control.OperationOf(request),
        ("", "") => "ListBuckets",
        (_, "") => OfBucket(request),
        _ => OfObject(request),
    };

    private static string OfBucket(HttpRequest request)
    {
        var part = BucketParts.FirstOrDefault(part => request.Query.ContainsKey(part.Key)).Value;
        return request.Method switch
        {
            "GET" when part is not null => $"Get{part}",
            "PUT" when part is not null => $"Put{part}",
            "DELETE" when part is not null => $"Delete{part}",
            "GET" when request.Query.ContainsKey("uploads") => "ListMultipartUploads",
            "GET" when request.Query.ContainsKey("versions") => "ListObjectVersions",
            "GET" => request.Query["list-type"] == "2" ? "ListObjectsV2" : "ListObjects",
            "PUT" => "CreateBucket",
            "HEAD" => "HeadBucket",
            "DELETE" => "DeleteBucket",
            "POST" when request.Query.ContainsKey("delete") => "DeleteObjects",
            _ => request.Method,
        };
    }

    private static string OfObject(HttpRequest request)
    {
        var isPart = request.Query.ContainsKey("uploadId");
        var isCopy = request.Headers.ContainsKey("x-amz-copy-source");
        return request.Method switch
        {
            "GET" => isPart ? "ListParts" : request.Query.ContainsKey("tagging") ? "GetObjectTagging" : "GetObject",
            "HEAD" => "HeadObject",
            "PUT" when request.Query.ContainsKey("tagging") => "PutObjectTagging",
            "PUT" => (isPart, isCopy) switch
            {
                (true, true) => "UploadPartCopy",
                (true, false) => "UploadPart",
                (false, true) => "CopyObject",
                _ => "PutObject",
            },
            "DELETE" => isPart ? "AbortMultipartUpload" : "DeleteObject",
            "POST" => isPart ? "CompleteMultipartUpload" : "CreateMultipartUpload",
            _ => request.Method,
        };
    }
}
