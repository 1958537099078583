using System.Collections.Concurrent;
using System.Globalization;
using Fanout.Local.Services.Athena.Sql;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>Fetches the objects that a query reads: into files of a folder, or into memory where they are text and little.</summary>
/// <param name="store">Where the objects are.</param>
/// <param name="folder">Where the files are made.</param>
/// <param name="isText">Whether all of them are text.</param>
/// <param name="roleArn">The role that reads them.</param>
internal sealed class QueryFiles(IObjectStore store, string folder, bool isText, string roleArn)
{
    private const int Downloads = 8;

    // To make a file and to delete it costs more than all else that is done with so little.
    private const long LittleObject = 64_000;
    private const long MostInMemory = 16_000_000;

    private readonly ConcurrentDictionary<(string Bucket, string Key), (string Path, byte[]? Content)> _files = new();
    private long _inMemory;

    /// <summary>Fetches objects, each once.</summary>
    /// <exception cref="TaskFailedException">The store refused.</exception>
    public Task FetchAsync(IEnumerable<TableObject> objects, CancellationToken cancellation) => Parallel.ForEachAsync(
        objects.DistinctBy(item => (item.Bucket, item.Key)).Index(),
        new ParallelOptions { MaxDegreeOfParallelism = Downloads, CancellationToken = cancellation },
        async (numbered, token) =>
        {
            var (number, item) = numbered;
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"object{number}"));
            _files[(item.Bucket, item.Key)] = (path, await FetchAsync(item, path, token));
        });

    /// <summary>An object that was fetched.</summary>
    public TableFile Of(TableObject item)
    {
        var (path, content) = _files[(item.Bucket, item.Key)];
        return new TableFile(path, content, item.Size, item.Key, $"s3://{item.Bucket}/{item.Key}", item.Partition);
    }

    private async Task<byte[]?> FetchAsync(TableObject item, string path, CancellationToken cancellation)
    {
        await using var source = await store.OpenAsync(item.Bucket, item.Key, null, roleArn, cancellation);
        if (isText && item.Size <= LittleObject && Interlocked.Add(ref _inMemory, item.Size) <= MostInMemory)
        {
            using var content = new MemoryStream((int)item.Size);
            await source.CopyToAsync(content, cancellation);
            return content.ToArray();
        }

        await using var file = File.Create(path);
        await source.CopyToAsync(file, cancellation);
        return null;
    }
}
