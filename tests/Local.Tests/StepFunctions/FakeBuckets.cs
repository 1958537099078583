using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.StepFunctions;

/// <summary>Buckets in memory: every bucket but <c>missing</c> exists.</summary>
internal sealed class FakeBuckets : IObjectStore
{
    private static readonly DateTimeOffset Written = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Reader and writers run on threads of their own.
    private readonly ConcurrentDictionary<string, byte[]> _objects = new();

    public IEnumerable<string> Keys => _objects.Keys.Order(StringComparer.Ordinal);

    public byte[] this[string key]
    {
        get => _objects[key];
        set => _objects[key] = value;
    }

    public string Text(string key) => Encoding.UTF8.GetString(_objects[key]);

    /// <summary>Stores a text, or the bytes after <c>base64:</c>.</summary>
    public void Put(string key, string text) => _objects[key] = text.StartsWith("base64:", StringComparison.Ordinal)
        ? Convert.FromBase64String(text["base64:".Length..])
        : Encoding.UTF8.GetBytes(text);

    public bool Contains(string key) => _objects.ContainsKey(key);

    public bool Remove(string key) => _objects.TryRemove(key, out _);

    public async IAsyncEnumerable<ListedObject> ListAsync(
        string bucket, string? prefix, string? startAfter, string roleArn, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Check(bucket);
        var listed = _objects.Where(entry =>
            entry.Key.StartsWith(prefix ?? "", StringComparison.Ordinal) && string.CompareOrdinal(entry.Key, startAfter ?? "") > 0);
        foreach (var (key, content) in listed.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            await Task.Yield();
            yield return new ListedObject(key, "\"tag\"", content.Length, Written, "STANDARD");
        }
    }

    public Task<Stream> OpenAsync(string bucket, string key, string? versionId, string roleArn, CancellationToken cancellation)
    {
        Check(bucket);
        return _objects.TryGetValue(key, out var content)
            ? Task.FromResult<Stream>(new MemoryStream(content))
            : throw new TaskFailedException("S3.NoSuchKeyException", "The specified key does not exist.");
    }

    public async Task PutAsync(
        string bucket, string key, Stream content, string contentType, string roleArn, CancellationToken cancellation)
    {
        Check(bucket);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation);
        _objects[key] = copy.ToArray();
    }

    private static void Check(string bucket)
    {
        if (bucket == "missing")
        {
            throw new TaskFailedException("S3.NoSuchBucketException", "The specified bucket does not exist");
        }
    }
}
