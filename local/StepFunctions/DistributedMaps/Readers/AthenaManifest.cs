using System.Runtime.CompilerServices;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>The manifest of an Athena UNLOAD: a line with the S3 address of each data file ("UNLOAD", Athena guide).</summary>
internal static class AthenaManifest
{
    private const string Scheme = "s3://";

    /// <summary>Reads the items of all data files.</summary>
    /// <exception cref="ItemReaderException">A line is no S3 address.</exception>
    public static async IAsyncEnumerable<MapItem> ReadAsync(
        DatasetBucket bucket,
        string key,
        string? versionId,
        IItemFormat format,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var content = await bucket.OpenAsync(key, versionId, cancellation);
        using var lines = new StreamReader(content);
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            var (fileBucket, file) = Address(line.Trim().Trim('"'));
            await foreach (var item in bucket.Other(fileBucket).ReadAsync(file, versionId: null, format, cancellation))
            {
                yield return item;
            }
        }
    }

    private static (string Bucket, string Key) Address(string line) =>
        line.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && line.IndexOf('/', Scheme.Length) is > 0 and var slash
            ? (line[Scheme.Length..slash], line[(slash + 1)..])
            : throw new ItemReaderException($"The manifest names \"{line}\"; each line must be an address such as s3://bucket/key.");
}
