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
        ["CreateBucketMetadataConfiguration"] = "s3:CreateBucketMetadataTableConfiguration",
        ["CreateBucketMetadataTableConfiguration"] = "s3:CreateBucketMetadataTableConfiguration",
        ["DeleteBucketAnalyticsConfiguration"] = "s3:PutAnalyticsConfiguration",
        ["DeleteBucketCors"] = "s3:PutBucketCORS",
        ["DeleteBucketEncryption"] = "s3:PutEncryptionConfiguration",
        ["DeleteBucketIntelligentTieringConfiguration"] = "s3:PutIntelligentTieringConfiguration",
        ["DeleteBucketInventoryConfiguration"] = "s3:PutInventoryConfiguration",
        ["DeleteBucketLifecycle"] = "s3:PutLifecycleConfiguration",
        ["DeleteBucketMetadataConfiguration"] = "s3:DeleteBucketMetadataTableConfiguration",
        ["DeleteBucketMetadataTableConfiguration"] = "s3:DeleteBucketMetadataTableConfiguration",
        ["DeleteBucketMetricsConfiguration"] = "s3:PutMetricsConfiguration",
        ["DeleteBucketOwnershipControls"] = "s3:PutBucketOwnershipControls",
        ["DeleteBucketPolicy"] = "s3:DeleteBucketPolicy",
        ["DeleteBucketReplication"] = "s3:PutReplicationConfiguration",
        ["DeleteBucketTagging"] = "s3:PutBucketTagging",
        ["DeleteBucketWebsite"] = "s3:DeleteBucketWebsite",
        ["DeletePublicAccessBlock"] = "s3:PutBucketPublicAccessBlock",
        ["GetBucketAbac"] = "s3:GetBucketAbac",
        ["GetBucketAccelerateConfiguration"] = "s3:GetAccelerateConfiguration",
        ["GetBucketAcl"] = "s3:GetBucketAcl",
        ["GetBucketAnalyticsConfiguration"] = "s3:GetAnalyticsConfiguration",
        ["GetBucketCors"] = "s3:GetBucketCORS",
        ["GetBucketEncryption"] = "s3:GetEncryptionConfiguration",
        ["GetBucketIntelligentTieringConfiguration"] = "s3:GetIntelligentTieringConfiguration",
        ["GetBucketInventoryConfiguration"] = "s3:GetInventoryConfiguration",
        ["GetBucketLifecycleConfiguration"] = "s3:GetLifecycleConfiguration",
        ["GetBucketLocation"] = "s3:GetBucketLocation",
        ["GetBucketLogging"] = "s3:GetBucketLogging",
        ["GetBucketMetadataConfiguration"] = "s3:GetBucketMetadataTableConfiguration",
        ["GetBucketMetadataTableConfiguration"] = "s3:GetBucketMetadataTableConfiguration",
        ["GetBucketMetricsConfiguration"] = "s3:GetMetricsConfiguration",
        ["GetBucketNotificationConfiguration"] = "s3:GetBucketNotification",
        ["GetBucketOwnershipControls"] = "s3:GetBucketOwnershipControls",
        ["GetBucketPolicy"] = "s3:GetBucketPolicy",
        ["GetBucketPolicyStatus"] = "s3:GetBucketPolicyStatus",
        ["GetBucketReplication"] = "s3:GetReplicationConfiguration",
        ["GetBucketRequestPayment"] = "s3:GetBucketRequestPayment",
        ["GetBucketTagging"] = "s3:GetBucketTagging",
        ["GetBucketVersioning"] = "s3:GetBucketVersioning",
        ["GetBucketWebsite"] = "s3:GetBucketWebsite",
        ["GetObjectLockConfiguration"] = "s3:GetBucketObjectLockConfiguration",
        ["GetPublicAccessBlock"] = "s3:GetBucketPublicAccessBlock",
        ["HeadBucket"] = "s3:ListBucket",
        ["ListBucketAnalyticsConfigurations"] = "s3:GetAnalyticsConfiguration",
        ["ListBucketIntelligentTieringConfigurations"] = "s3:GetIntelligentTieringConfiguration",
        ["ListBucketInventoryConfigurations"] = "s3:GetInventoryConfiguration",
        ["ListBucketMetricsConfigurations"] = "s3:GetMetricsConfiguration",
        ["ListMultipartUploads"] = "s3:ListBucketMultipartUploads",
        ["ListObjectVersions"] = "s3:ListBucketVersions",
        ["ListObjects"] = "s3:ListBucket",
        ["ListObjectsV2"] = "s3:ListBucket",
        ["PutBucketAbac"] = "s3:PutBucketAbac",
        ["PutBucketAccelerateConfiguration"] = "s3:PutAccelerateConfiguration",
        ["PutBucketAcl"] = "s3:PutBucketAcl",
        ["PutBucketAnalyticsConfiguration"] = "s3:PutAnalyticsConfiguration",
        ["PutBucketCors"] = "s3:PutBucketCORS",
        ["PutBucketEncryption"] = "s3:PutEncryptionConfiguration",
        ["PutBucketIntelligentTieringConfiguration"] = "s3:PutIntelligentTieringConfiguration",
        ["PutBucketInventoryConfiguration"] = "s3:PutInventoryConfiguration",
        ["PutBucketLifecycleConfiguration"] = "s3:PutLifecycleConfiguration",
        ["PutBucketLogging"] = "s3:PutBucketLogging",
        ["PutBucketMetricsConfiguration"] = "s3:PutMetricsConfiguration",
        ["PutBucketNotificationConfiguration"] = "s3:PutBucketNotification",
        ["PutBucketOwnershipControls"] = "s3:PutBucketOwnershipControls",
        ["PutBucketPolicy"] = "s3:PutBucketPolicy",
        ["PutBucketReplication"] = "s3:PutReplicationConfiguration",
        ["PutBucketRequestPayment"] = "s3:PutBucketRequestPayment",
        ["PutBucketTagging"] = "s3:PutBucketTagging",
        ["PutBucketVersioning"] = "s3:PutBucketVersioning",
        ["PutBucketWebsite"] = "s3:PutBucketWebsite",
        ["PutObjectLockConfiguration"] = "s3:PutBucketObjectLockConfiguration",
        ["PutPublicAccessBlock"] = "s3:PutBucketPublicAccessBlock",
        ["UpdateBucketMetadataInventoryTableConfiguration"] = "s3:UpdateBucketMetadataInventoryTableConfiguration",
        ["UpdateBucketMetadataJournalTableConfiguration"] = "s3:UpdateBucketMetadataJournalTableConfiguration",
    };

    // The action for an object, and for a version of it.
    private static readonly Dictionary<string, (string Action, string OfVersion)> OnObject = new()
    {
        ["AbortMultipartUpload"] = ("s3:AbortMultipartUpload", "s3:AbortMultipartUpload"),
        ["CompleteMultipartUpload"] = ("s3:PutObject", "s3:PutObject"),
        ["CreateMultipartUpload"] = ("s3:PutObject", "s3:PutObject"),
        ["DeleteObject"] = ("s3:DeleteObject", "s3:DeleteObjectVersion"),
        ["DeleteObjectTagging"] = ("s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"),
        ["GetObject"] = ("s3:GetObject", "s3:GetObjectVersion"),
        ["GetObjectAcl"] = ("s3:GetObjectAcl", "s3:GetObjectVersionAcl"),
        ["GetObjectLegalHold"] = ("s3:GetObjectLegalHold", "s3:GetObjectLegalHold"),
        ["GetObjectRetention"] = ("s3:GetObjectRetention", "s3:GetObjectRetention"),
        ["GetObjectTagging"] = ("s3:GetObjectTagging", "s3:GetObjectVersionTagging"),
        ["GetObjectTorrent"] = ("s3:GetObjectTorrent", "s3:GetObjectVersionTorrent"),
        ["HeadObject"] = ("s3:GetObject", "s3:GetObjectVersion"),
        ["ListParts"] = ("s3:ListMultipartUploadParts", "s3:ListMultipartUploadParts"),
        ["PutObject"] = ("s3:PutObject", "s3:PutObject"),
        ["PutObjectAcl"] = ("s3:PutObjectAcl", "s3:PutObjectVersionAcl"),
        ["PutObjectLegalHold"] = ("s3:PutObjectLegalHold", "s3:PutObjectLegalHold"),
        ["PutObjectRetention"] = ("s3:PutObjectRetention", "s3:PutObjectRetention"),
        ["PutObjectTagging"] = ("s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
        ["RestoreObject"] = ("s3:RestoreObject", "s3:RestoreObject"),
        ["SelectObjectContent"] = ("s3:GetObject", "s3:GetObject"),
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
            "GetObjectAttributes" => Attributes(bucket, key, content),
            var name when OnBucket.TryGetValue(name, out var action) =>
                [OfBucket(action, bucket, content)],
            var name when OnObject.TryGetValue(name, out var action) =>
                [On(IsOfVersion(content) ? action.OfVersion : action.Action, bucket, key), .. Tagging(bucket, key, content)],
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

    private static bool IsOfVersion(RequestContent content) => content.Query.ContainsKey("versionId");

    private static RequestedAction On(string action, string bucket, string key) => new(action, AwsAccount.S3Arn($"{bucket}/{key}"));

    private static IEnumerable<RequestedAction> Tagging(string bucket, string key, RequestContent content) =>
        content.IsTagged ? [On("s3:PutObjectTagging", bucket, key)] : [];

    private static IEnumerable<RequestedAction> Attributes(string bucket, string key, RequestContent content) => IsOfVersion(content)
        ? [On("s3:GetObjectVersion", bucket, key), On("s3:GetObjectVersionAttributes", bucket, key)]
        : [On("s3:GetObject", bucket, key), On("s3:GetObjectAttributes", bucket, key)];

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
