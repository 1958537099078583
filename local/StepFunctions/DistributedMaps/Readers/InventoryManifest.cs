using System.Runtime.CompilerServices;
using System.Text.Json;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>The manifest of an S3 inventory in CSV, whose rows are the items ("Amazon S3 Inventory": manifest.json).</summary>
internal static class InventoryManifest
{
    /// <summary>Reads the rows of all files that the manifest names.</summary>
    /// <exception cref="ItemReaderException">It is no such manifest.</exception>
    public static async IAsyncEnumerable<MapItem> ReadAsync(
        DatasetBucket bucket, string key, string? versionId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (columns, files) = await ReadManifestAsync(bucket, key, versionId, cancellation);
        var format = new CsvFormat(',', columns);
        foreach (var file in files)
        {
            await foreach (var item in bucket.ReadAsync(file, versionId: null, format, cancellation))
            {
                yield return item;
            }
        }
    }

    private static async Task<(IReadOnlyList<string> Columns, IReadOnlyList<string> Files)> ReadManifestAsync(
        DatasetBucket bucket, string key, string? versionId, CancellationToken cancellation)
    {
        await using var content = await bucket.OpenAsync(key, versionId, cancellation);
        try
        {
            using var manifest = await JsonDocument.ParseAsync(content, default, cancellation);
            var root = manifest.RootElement;
            if (root.GetProperty("fileFormat").GetString() is not "CSV" and var fileFormat)
            {
                throw new ItemReaderException($"The inventory's files are {fileFormat}; they must be CSV.");
            }
            return (
                root.GetProperty("fileSchema").GetString()!.Split(',', StringSplitOptions.TrimEntries),
                [.. root.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("key").GetString()!)]);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ItemReaderException($"{key} is no manifest of an S3 inventory: {problem.Message}", problem);
        }
    }
}
