using System.Collections.Concurrent;
using System.Net;
using Fanout.Local.Aws;

namespace Fanout.Local.Cloud;

/// <summary>Those who are told of the objects that are made in a bucket.</summary>
internal sealed class ObjectObservers
{
    private static readonly HashSet<string> Operations = ["PutObject", "CopyObject", "CompleteMultipartUpload"];

    private readonly ConcurrentDictionary<string, Callbacks<Action<CreatedObject>>> _ofBuckets = new();

    /// <summary>Adds one; disposing what is returned removes it.</summary>
    public IDisposable Add(string bucket, Action<CreatedObject> observer) => _ofBuckets.GetOrAdd(bucket, _ => new()).Add(observer);

    /// <summary>Tells of the object that a request has made, if it has made one.</summary>
    /// <param name="operation">The request's operation.</param>
    /// <param name="place">The path that names the object, <see cref="S3Address"/>.</param>
    /// <param name="path">The request's path, as it came.</param>
    /// <param name="caller">Who made it.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="head">Asks for the headers of an object by its path and query.</param>
    public async Task TellAsync(
        string operation, string place, string path, string caller, HttpResponseMessage answer, Func<string, Task<HttpResponseMessage>> head)
    {
        if (!Operations.Contains(operation) || !answer.IsSuccessStatusCode)
        {
            return;
        }

        var (bucket, key) = S3Address.Of(place);
        if (!_ofBuckets.TryGetValue(bucket, out var observers) || observers.All.IsEmpty)
        {
            return;
        }

        // "null" is the version of objects from a time when the bucket kept none.
        var version = Header(answer, "x-amz-version-id") is { } id && id != "null" ? id : null;
        using var made = await head(version is null ? path : $"{path}?versionId={Uri.EscapeDataString(version)}");
        // It may be gone again already.
        if (made.StatusCode == HttpStatusCode.NotFound)
        {
            return;
        }

        // An event that is lost would never be missed: the maker must try again.
        made.EnsureSuccessStatusCode();
        var created = new CreatedObject(
            bucket,
            key,
            operation,
            made.Content.Headers.ContentLength ?? 0,
            (Header(made, "ETag") ?? "").Trim('"'),
            version,
            caller,
            Header(answer, "x-amz-request-id") ?? Guid.NewGuid().ToString("N")[..16].ToUpperInvariant());
        foreach (var observer in observers.All)
        {
            observer(created);
        }
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
