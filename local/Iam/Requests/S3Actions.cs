using System.Xml;
using System.Xml.Linq;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam.Requests;

/// <summary>What operations of S3 need ("Required permissions for Amazon S3 API operations").</summary>
internal static class S3Actions
{
    private static readonly Dictionary<string, string> OnBucket = new()
    {
        ["GetBucketLocation"] = "s3:GetBucketLocation",
        ["GetBucketNotificationConfiguration"] = "s3:GetBucketNotification",
        ["GetBucketPolicy"] = "s3:GetBucketPolicy",
        ["GetBucketTagging"] = "s3:GetBucketTagging",
        ["GetBucketVersioning"] = "s3:GetBucketVersioning",
        ["HeadBucket"] = "s3:ListBucket",
        ["ListMultipartUploads"] = "s3:ListBucketMultipartUploads",
        ["ListObjectVersions"] = "s3:ListBucketVersions",
        ["ListObjects"] = "s3:ListBucket",
        ["ListObjectsV2"] = "s3:ListBucket",
    };

    // The action for an object, and for a version of it.
    private static readonly Dictionary<string, (string Action, string OfVersion)> OnObject = new()
    {
        ["AbortMultipartUpload"] = ("s3:AbortMultipartUpload", "s3:AbortMultipartUpload"),
        ["CompleteMultipartUpload"] = ("s3:PutObject", "s3:PutObject"),
        ["CreateMultipartUpload"] = ("s3:PutObject", "s3:PutObject"),
        ["DeleteObject"] = ("s3:DeleteObject", "s3:DeleteObjectVersion"),
        ["GetObject"] = ("s3:GetObject", "s3:GetObjectVersion"),
        ["GetObjectTagging"] = ("s3:GetObjectTagging", "s3:GetObjectVersionTagging"),
        ["HeadObject"] = ("s3:GetObject", "s3:GetObjectVersion"),
        ["ListParts"] = ("s3:ListMultipartUploadParts", "s3:ListMultipartUploadParts"),
        ["PutObject"] = ("s3:PutObject", "s3:PutObject"),
        ["PutObjectTagging"] = ("s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
        ["UploadPart"] = ("s3:PutObject", "s3:PutObject"),
    };

    /// <summary>What a request needs; null where the operation is not known here.</summary>
    public static IEnumerable<RequestedAction>? Of(AwsRequest request, RequestContent content)
    {
        var (bucket, key) = S3Address.Of(request.Path);
        return request.Operation switch
        {
            "ListTagsForResource" or "TagResource" or "UntagResource" =>
                [new RequestedAction($"s3:{request.Operation}", S3Control.ArnOf(request.Path))],
            "ListBuckets" => [new RequestedAction("s3:ListAllMyBuckets", "*")],
            "CopyObject" or "UploadPartCopy" => Copy(bucket, key, content),
            "DeleteObjects" => Delete(bucket, content.Body),
            var name when OnBucket.TryGetValue(name, out var action) =>
                [OfBucket(action, bucket, content)],
            var name when OnObject.TryGetValue(name, out var action) =>
                [On(content.Query.ContainsKey("versionId") ? action.OfVersion : action.Action, bucket, key), .. Tagging(bucket, key, content)],
            _ => null,
        };
    }

    /// <summary>
    /// What decides how S3 answers for an object that does not exist: 404 to whom may list the bucket, 403 to others
    /// ("GetObject", Amazon S3 API Reference).
    /// </summary>
    public static RequestedAction ToLearnOfAbsence(AwsRequest request) =>
        new("s3:ListBucket", AwsAccount.S3Arn(S3Address.Of(request.Path).Bucket));

    private static RequestedAction OfBucket(string action, string bucket, RequestContent content) =>
        new RequestedAction(action, AwsAccount.S3Arn(bucket))
            .With(ConditionKeys.ListPrefix, content.Query.GetValueOrDefault("prefix"))
            .With(ConditionKeys.ListDelimiter, content.Query.GetValueOrDefault("delimiter"));

    private static RequestedAction On(string action, string bucket, string key) => new(action, AwsAccount.S3Arn($"{bucket}/{key}"));

    private static IEnumerable<RequestedAction> Tagging(string bucket, string key, RequestContent content) =>
        content.IsTagged ? [On("s3:PutObjectTagging", bucket, key)] : [];

    private static IEnumerable<RequestedAction> Copy(string bucket, string key, RequestContent content)
    {
        // A question mark within a key is escaped; the one that is not begins the version.
        var source = (content.CopySource ?? "").Split('?', 2);
        var action = source.Length > 1 ? "s3:GetObjectVersion" : "s3:GetObject";
        return [new RequestedAction(action, AwsAccount.S3Arn(Uri.UnescapeDataString(source[0]))), On("s3:PutObject", bucket, key), .. Tagging(bucket, key, content)];
    }

    private static IEnumerable<RequestedAction> Delete(string bucket, string? body)
    {
        try
        {
            return
            [
                .. from entry in XElement.Parse(body ?? "").Elements()
                   where entry.Name.LocalName == "Object"
                   let key = Member(entry, "Key") ?? ""
                   select On(Member(entry, "VersionId") is null ? "s3:DeleteObject" : "s3:DeleteObjectVersion", bucket, key),
            ];
        }
        catch (XmlException)
        {
            // The service says what is wrong with it, and deletes nothing.
            return [];
        }
    }

    private static string? Member(XElement entry, string name) =>
        entry.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
