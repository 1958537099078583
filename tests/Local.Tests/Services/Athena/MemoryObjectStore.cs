using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>Buckets in memory; the bucket <c>locked</c> refuses every call.</summary>
internal sealed class MemoryObjectStore : IObjectStore
{
    private readonly ConcurrentDictionary<(string Bucket, string Key), byte[]> _objects = new();

    /// <summary>The keys that were opened.</summary>
    public ConcurrentBag<string> Opened { get; } = [];

    /// <summary>The prefixes that were listed.</summary>
    public ConcurrentBag<string?> Listed { get; } = [];

    /// <summary>The keys of a bucket below a prefix, in order.</summary>
    public List<string> Keys(string bucket, string prefix = "") =>
    [
        .. _objects.Keys
            .Where(entry => entry.Bucket == bucket && entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => entry.Key)
            .Order(StringComparer.Ordinal),
    ];

    public void Put(string bucket, string key, string content) => Put(bucket, key, Encoding.UTF8.GetBytes(content));

    public void Put(string bucket, string key, byte[] content) => _objects[(bucket, key)] = content;

    public byte[] Bytes(string address)
    {
        var path = address["s3://".Length..];
        return _objects[(path[..path.IndexOf('/')], path[(path.IndexOf('/') + 1)..])];
    }

    public string Text(string address) => Encoding.UTF8.GetString(Bytes(address));

    public async IAsyncEnumerable<ListedObject> ListAsync(
        string bucket, string? prefix, string? startAfter, string roleArn, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Check(bucket);
        Listed.Add(prefix);
        foreach (var key in Keys(bucket, prefix ?? "").Where(key => string.CompareOrdinal(key, startAfter ?? "") > 0))
        {
            await Task.Yield();
            yield return new ListedObject(key, "\"etag\"", _objects[(bucket, key)].Length, DateTimeOffset.UnixEpoch, "STANDARD");
        }
    }

    public Task<Stream> OpenAsync(string bucket, string key, string? versionId, string roleArn, CancellationToken cancellation)
    {
        Check(bucket);
        Opened.Add(key);
        return Task.FromResult<Stream>(new MemoryStream(_objects[(bucket, key)]));
    }

    public async Task PutAsync(
        string bucket, string key, Stream content, string contentType, string roleArn, CancellationToken cancellation)
    {
        Check(bucket);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation);
        _objects[(bucket, key)] = copy.ToArray();
    }

    private static void Check(string bucket)
    {
        if (bucket == "locked")
        {
            throw new TaskFailedException("S3.S3Exception", "Access Denied");
        }
    }
}
