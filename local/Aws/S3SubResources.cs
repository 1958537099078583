using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>The sub-resources of buckets and of objects, each with the operations that it has ("Amazon S3 API Reference").</summary>
internal static class S3SubResources
{
    // By method and sub-resource; of those that have ids, GET without one lists.
    private static readonly Dictionary<string, string> OfBucket = new()
    {
        ["GET abac"] = "GetBucketAbac",
        ["PUT abac"] = "PutBucketAbac",
        ["GET accelerate"] = "GetBucketAccelerateConfiguration",
        ["PUT accelerate"] = "PutBucketAccelerateConfiguration",
        ["GET acl"] = "GetBucketAcl",
        ["PUT acl"] = "PutBucketAcl",
        ["GET analytics"] = "ListBucketAnalyticsConfigurations",
        ["GET analytics&id"] = "GetBucketAnalyticsConfiguration",
        ["PUT analytics"] = "PutBucketAnalyticsConfiguration",
        ["DELETE analytics"] = "DeleteBucketAnalyticsConfiguration",
        ["GET cors"] = "GetBucketCors",
        ["PUT cors"] = "PutBucketCors",
        ["DELETE cors"] = "DeleteBucketCors",
        ["POST delete"] = "DeleteObjects",
        ["GET encryption"] = "GetBucketEncryption",
        ["PUT encryption"] = "PutBucketEncryption",
        ["DELETE encryption"] = "DeleteBucketEncryption",
        ["GET intelligent-tiering"] = "ListBucketIntelligentTieringConfigurations",
        ["GET intelligent-tiering&id"] = "GetBucketIntelligentTieringConfiguration",
        ["PUT intelligent-tiering"] = "PutBucketIntelligentTieringConfiguration",
        ["DELETE intelligent-tiering"] = "DeleteBucketIntelligentTieringConfiguration",
        ["GET inventory"] = "ListBucketInventoryConfigurations",
        ["GET inventory&id"] = "GetBucketInventoryConfiguration",
        ["PUT inventory"] = "PutBucketInventoryConfiguration",
        ["DELETE inventory"] = "DeleteBucketInventoryConfiguration",
        ["GET lifecycle"] = "GetBucketLifecycleConfiguration",
        ["PUT lifecycle"] = "PutBucketLifecycleConfiguration",
        ["DELETE lifecycle"] = "DeleteBucketLifecycle",
        ["GET location"] = "GetBucketLocation",
        ["GET logging"] = "GetBucketLogging",
        ["PUT logging"] = "PutBucketLogging",
        ["GET metadataConfiguration"] = "GetBucketMetadataConfiguration",
        ["POST metadataConfiguration"] = "CreateBucketMetadataConfiguration",
        ["DELETE metadataConfiguration"] = "DeleteBucketMetadataConfiguration",
        ["PUT metadataInventoryTable"] = "UpdateBucketMetadataInventoryTableConfiguration",
        ["PUT metadataJournalTable"] = "UpdateBucketMetadataJournalTableConfiguration",
        ["GET metadataTable"] = "GetBucketMetadataTableConfiguration",
        ["POST metadataTable"] = "CreateBucketMetadataTableConfiguration",
        ["DELETE metadataTable"] = "DeleteBucketMetadataTableConfiguration",
        ["GET metrics"] = "ListBucketMetricsConfigurations",
        ["GET metrics&id"] = "GetBucketMetricsConfiguration",
        ["PUT metrics"] = "PutBucketMetricsConfiguration",
        ["DELETE metrics"] = "DeleteBucketMetricsConfiguration",
        ["GET notification"] = "GetBucketNotificationConfiguration",
        ["PUT notification"] = "PutBucketNotificationConfiguration",
        ["GET object-lock"] = "GetObjectLockConfiguration",
        ["PUT object-lock"] = "PutObjectLockConfiguration",
        ["GET ownershipControls"] = "GetBucketOwnershipControls",
        ["PUT ownershipControls"] = "PutBucketOwnershipControls",
        ["DELETE ownershipControls"] = "DeleteBucketOwnershipControls",
        ["GET policy"] = "GetBucketPolicy",
        ["PUT policy"] = "PutBucketPolicy",
        ["DELETE policy"] = "DeleteBucketPolicy",
        ["GET policyStatus"] = "GetBucketPolicyStatus",
        ["GET publicAccessBlock"] = "GetPublicAccessBlock",
        ["PUT publicAccessBlock"] = "PutPublicAccessBlock",
        ["DELETE publicAccessBlock"] = "DeletePublicAccessBlock",
        ["GET replication"] = "GetBucketReplication",
        ["PUT replication"] = "PutBucketReplication",
        ["DELETE replication"] = "DeleteBucketReplication",
        ["GET requestPayment"] = "GetBucketRequestPayment",
        ["PUT requestPayment"] = "PutBucketRequestPayment",
        ["GET session"] = "CreateSession",
        ["GET tagging"] = "GetBucketTagging",
        ["PUT tagging"] = "PutBucketTagging",
        ["DELETE tagging"] = "DeleteBucketTagging",
        ["GET uploads"] = "ListMultipartUploads",
        ["GET versioning"] = "GetBucketVersioning",
        ["PUT versioning"] = "PutBucketVersioning",
        ["GET versions"] = "ListObjectVersions",
        ["GET website"] = "GetBucketWebsite",
        ["PUT website"] = "PutBucketWebsite",
        ["DELETE website"] = "DeleteBucketWebsite",
    };

    // By method and sub-resource.
    private static readonly Dictionary<string, string> OfObject = new()
    {
        ["GET acl"] = "GetObjectAcl",
        ["PUT acl"] = "PutObjectAcl",
        ["GET attributes"] = "GetObjectAttributes",
        ["PUT encryption"] = "UpdateObjectEncryption",
        ["GET legal-hold"] = "GetObjectLegalHold",
        ["PUT legal-hold"] = "PutObjectLegalHold",
        ["PUT renameObject"] = "RenameObject",
        ["POST restore"] = "RestoreObject",
        ["GET retention"] = "GetObjectRetention",
        ["PUT retention"] = "PutObjectRetention",
        ["POST select"] = "SelectObjectContent",
        ["GET tagging"] = "GetObjectTagging",
        ["PUT tagging"] = "PutObjectTagging",
        ["DELETE tagging"] = "DeleteObjectTagging",
        ["GET torrent"] = "GetObjectTorrent",
        ["GET uploadId"] = "ListParts",
        ["PUT uploadId"] = "UploadPart",
        ["POST uploadId"] = "CompleteMultipartUpload",
        ["DELETE uploadId"] = "AbortMultipartUpload",
        ["POST uploads"] = "CreateMultipartUpload",
    };

    // Whatever their case: who decides by one name and who acts by another must not differ.
    private static readonly HashSet<string> Names = new(
        OfBucket.Keys.Concat(OfObject.Keys).Select(row => row.Split(' ', '&')[1]), StringComparer.OrdinalIgnoreCase);

    /// <summary>The operation of a request that names a sub-resource.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isOfObject">Whether it names an object.</param>
    /// <returns>
    /// The operation; the method where S3 has none for the sub-resource, or several are named; null where none is.
    /// </returns>
    public static string? OperationOf(HttpRequest request, bool isOfObject)
    {
        var named = request.Query.Keys.Where(Names.Contains).ToList();
        if (named.Count == 0)
        {
            return null;
        }

        var (rows, row) = (isOfObject ? OfObject : OfBucket, $"{request.Method} {string.Join(' ', named)}");
        return request.Query.ContainsKey("id") && rows.TryGetValue($"{row}&id", out var ofOne) ? ofOne : rows.GetValueOrDefault(row, request.Method);
    }
}
