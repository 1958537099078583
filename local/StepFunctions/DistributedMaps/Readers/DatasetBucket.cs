using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>The bucket that a dataset is in, read with one role.</summary>
internal sealed class DatasetBucket(IObjectStore objects, string name, string roleArn)
{
    private static readonly byte[] GzipMagic = [0x1f, 0x8b];
    private static readonly byte[] ZstdMagic = [0x28, 0xb5, 0x2f, 0xfd];

    /// <summary>The same store's other bucket.</summary>
    public DatasetBucket Other(string bucket) => new(objects, bucket, roleArn);

    /// <summary>The objects themselves as items.</summary>
    public async IAsyncEnumerable<MapItem> ListAsync(
        string? prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var listed in objects.ListAsync(name, prefix, startAfter, roleArn, cancellation))
        {
            yield return new MapItem(0, Item(listed), Source: $"S3://{name}");
        }
    }

    /// <summary>The items within all objects.</summary>
    public async IAsyncEnumerable<MapItem> FlattenAsync(
        string? prefix, string? startAfter, IItemFormat format, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var listed in objects.ListAsync(name, prefix, startAfter, roleArn, cancellation))
        {
            await foreach (var item in ReadAsync(listed.Key, versionId: null, format, cancellation))
            {
                yield return item;
            }
        }
    }

    /// <summary>The items within one object.</summary>
    public async IAsyncEnumerable<MapItem> ReadAsync(
        string key, string? versionId, IItemFormat format, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var content = await OpenAsync(key, versionId, cancellation);
        await foreach (var item in format.ReadAsync(content, cancellation))
        {
            yield return item with { Source = $"S3://{name}/{key}" };
        }
    }

    /// <summary>Opens an object; one that is compressed with GZIP is decompressed.</summary>
    /// <exception cref="ItemReaderException">It is compressed with ZSTD, which .NET cannot decompress yet.</exception>
    public async Task<Stream> OpenAsync(string key, string? versionId, CancellationToken cancellation)
    {
        var content = PipeReader.Create(await objects.OpenAsync(name, key, versionId, roleArn, cancellation));
        var start = (await content.ReadAtLeastAsync(ZstdMagic.Length, cancellation)).Buffer;
        var magic = start.Slice(0, Math.Min(start.Length, ZstdMagic.Length)).ToArray();
        content.AdvanceTo(start.Start);
        if (magic.AsSpan().StartsWith(ZstdMagic))
        {
            await content.CompleteAsync();
            throw new ItemReaderException($"s3://{name}/{key} is compressed with ZSTD, which cannot be decompressed here; allowed: GZIP, or no compression.");
        }

        return magic.AsSpan().StartsWith(GzipMagic) ? new GZipStream(content.AsStream(), CompressionMode.Decompress) : content.AsStream();
    }

    private static JsonElement Item(ListedObject listed) => Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("Etag", listed.ETag);
        json.WriteString("Key", listed.Key);
        json.WriteNumber("LastModified", listed.LastModified.ToUnixTimeSeconds());
        json.WriteNumber("Size", listed.Size);
        json.WriteString("StorageClass", listed.StorageClass);
        json.WriteEndObject();
    });
}
