using Amazon.S3;
using Amazon.S3.Model;

namespace Fanout.Local.Runs.Access;

/// <summary>Objects of a bucket below a prefix.</summary>
internal static class StoredObjects
{
    /// <summary>Whether there are any.</summary>
    public static async Task<bool> AnyAsync(IAmazonS3 s3, string bucket, string prefix, CancellationToken cancellation) =>
        (await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, MaxKeys = 1 }, cancellation))
            .S3Objects is { Count: > 0 };

    /// <summary>Deletes all of them, with the versions that the bucket keeps.</summary>
    public static async Task DeleteAsync(IAmazonS3 s3, string bucket, string prefix, CancellationToken cancellation)
    {
        var request = new ListVersionsRequest { BucketName = bucket, Prefix = prefix };
        while (true)
        {
            var page = await s3.ListVersionsAsync(request, cancellation);
            if (page.Versions is { Count: > 0 } versions)
            {
                await s3.DeleteObjectsAsync(
                    new DeleteObjectsRequest
                    {
                        BucketName = bucket,
                        Objects = [.. versions.Select(version => new KeyVersion { Key = version.Key, VersionId = version.VersionId })],
                        Quiet = true,
                    },
                    cancellation);
            }

            if (page.IsTruncated != true)
            {
                return;
            }

            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
    }
}
