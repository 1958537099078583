using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Fanout.Samples;

/// <summary>The objects that the workflow s3-high-throughput reads.</summary>
public static class S3HighThroughputSample
{
    /// <summary>Generates JSON objects of varying shape, each with a key and an <c>id</c> of its own.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed gives the same objects.</param>
    /// <returns>The objects one by one: the key, and the text to store as UTF-8.</returns>
    public static IEnumerable<(string Key, string Body)> Generate(int count, int seed = 1)
    {
        for (var number = 0; number < count; number++)
        {
            yield return ($"sample-{number:D8}.json", SampleDocument.Create(number, seed));
        }
    }

    /// <summary>Uploads generated objects, in place of those of the same keys.</summary>
    /// <param name="s3">The client.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What stands before each key.</param>
    /// <param name="count">How many objects.</param>
    /// <param name="concurrency">How many uploads run at the same time.</param>
    /// <param name="progress">Gets the number of objects uploaded so far; called by any thread.</param>
    /// <param name="cancellation">Ends the uploading.</param>
    /// <exception cref="SampleException">S3 refused an object or could not be reached; others may have been uploaded.</exception>
    public static async Task LoadAsync(
        IAmazonS3 s3,
        string bucket,
        string prefix,
        int count,
        int concurrency,
        IProgress<int>? progress,
        CancellationToken cancellation)
    {
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation };
        try
        {
            await Parallel.ForEachAsync(Generate(count), options, async (sample, token) =>
            {
                await s3.PutObjectAsync(Request(bucket, $"{prefix}{sample.Key}", sample.Body), token);
                progress?.Report(Interlocked.Increment(ref done));
            });
        }
        catch (AmazonServiceException problem)
        {
            throw new SampleException(
                $"Not all objects were uploaded to the bucket {bucket}: {problem.Message.TrimEnd('.')}.", problem);
        }
        catch (AmazonClientException problem)
        {
            throw new SampleException($"S3 could not be reached: {problem.Message}", problem);
        }
    }

    // In one piece: an upload in chunks is for bodies that are not known as a whole.
    private static PutObjectRequest Request(string bucket, string key, string body) => new()
    {
        BucketName = bucket,
        Key = key,
        InputStream = new MemoryStream(Encoding.UTF8.GetBytes(body), writable: false),
        ContentType = "application/json",
        UseChunkEncoding = false,
    };
}
