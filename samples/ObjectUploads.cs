using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Fanout.Samples;

/// <summary>Uploads objects, many at the same time.</summary>
public static class ObjectUploads
{
    /// <summary>Uploads objects, in place of those of the same keys.</summary>
    /// <param name="s3">The client.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="objects">The objects.</param>
    /// <param name="what">What the objects hold, in the error about those that were not uploaded.</param>
    /// <param name="contentType">The content type of all of them.</param>
    /// <param name="concurrency">How many uploads run at the same time.</param>
    /// <param name="progress">Gets the sum of what the uploaded ones count for; called by any thread.</param>
    /// <param name="cancellation">Ends the uploading.</param>
    /// <exception cref="SampleException">S3 refused an object or could not be reached, or a key begins with a slash; others may have been uploaded.</exception>
    public static async Task PutAsync(
        IAmazonS3 s3,
        string bucket,
        IEnumerable<Upload> objects,
        string what,
        string contentType,
        int concurrency,
        IProgress<int>? progress,
        CancellationToken cancellation)
    {
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation };
        try
        {
            await Parallel.ForEachAsync(objects, options, async (item, token) =>
            {
                await s3.PutObjectAsync(Request(bucket, item, contentType), token);
                progress?.Report(Interlocked.Add(ref done, item.Count));
            });
        }
        catch (AmazonServiceException problem)
        {
            throw new SampleException(
                $"Not all {what} were uploaded to the bucket {bucket}: {problem.Message.TrimEnd('.')}.", problem);
        }
        catch (Exception problem) when (problem is AmazonClientException or HttpRequestException)
        {
            throw new SampleException($"S3 could not be reached: {problem.Message}", problem);
        }
    }

    // In one piece: an upload in chunks is for bodies that are not known as a whole.
    private static PutObjectRequest Request(string bucket, Upload item, string contentType) => new()
    {
        BucketName = bucket,

        // The SDK would drop the slash, and store the object where nobody looks for it.
        Key = !item.Key.StartsWith('/') ? item.Key : throw new SampleException(
            $"The key {item.Key} begins with a slash, which the AWS SDK for .NET does not send; use a prefix that begins otherwise, or aws s3api put-object."),
        InputStream = item.Open(),
        ContentType = contentType,
        UseChunkEncoding = false,
    };
}
