using Amazon.S3;

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

    /// <summary>Generated objects by their keys.</summary>
    /// <param name="count">How many.</param>
    /// <param name="prefix">What stands before each key.</param>
    public static IEnumerable<Upload> Uploads(int count, string prefix) =>
        Generate(count).Select(sample => Upload.Of($"{prefix}{sample.Key}", sample.Body));

    /// <summary>The files of a folder and of those in it, each by its path below the folder.</summary>
    /// <param name="folder">The folder, of JSON files.</param>
    /// <param name="prefix">What stands before each key.</param>
    /// <exception cref="SampleException">There is no such folder, or it holds none or others.</exception>
    public static IReadOnlyList<Upload> OfFolder(string folder, string prefix) =>
        [.. DataFolder.Files(folder, ".json").Select(file => Upload.OfFile(prefix + DataFolder.PathIn(folder, file), file))];

    /// <summary>Uploads generated objects, in place of those of the same keys.</summary>
    /// <param name="s3">The client.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What stands before each key.</param>
    /// <param name="count">How many objects.</param>
    /// <param name="concurrency">How many uploads run at the same time.</param>
    /// <param name="progress">Gets the number of objects uploaded so far; called by any thread.</param>
    /// <param name="cancellation">Ends the uploading.</param>
    /// <exception cref="SampleException">S3 refused an object or could not be reached; others may have been uploaded.</exception>
    public static Task LoadAsync(
        IAmazonS3 s3,
        string bucket,
        string prefix,
        int count,
        int concurrency,
        IProgress<int>? progress,
        CancellationToken cancellation) => ObjectUploads.PutAsync(
            s3,
            bucket,
            Uploads(count, prefix),
            "objects",
            "application/json",
            concurrency,
            progress,
            cancellation);
}
