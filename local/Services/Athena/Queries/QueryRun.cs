using Fanout.Local.Services.Athena.Sql;
using Fanout.Local.Services.Glue.Catalog;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>Runs one query: fetches the objects that it needs, has the engine answer it, stores what came of it.</summary>
internal sealed class QueryRun(
    QueryExecution execution,
    PreparedQuery query,
    IQuerySources sources,
    IObjectStore store,
    TimeProvider time,
    string roleArn)
{
    private const int Downloads = 8;

    /// <exception cref="QueryFailedException">The query failed.</exception>
    /// <exception cref="TaskFailedException">The store refused.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var tables = new List<(GlueTable Table, List<TableReference> References)>();
        foreach (var references in query.Tables.GroupBy(reference => (reference.Database, reference.Table)))
        {
            tables.Add((await FindAsync(references.First(), cancellation), [.. references]));
        }

        query.Translate(tables.Select(table => table.Table));

        var results = new ResultFiles(execution, store, time, roleArn);
        var target = query.UnloadLocation is { } location ? await results.CheckTargetAsync(location, query.IsPartitioned, cancellation) : null;

        var objects = new List<(GlueTable Table, List<TableObject> Objects)>();
        foreach (var (table, references) in tables)
        {
            objects.Add((table, await TableObjects.ListAsync(store, table, references, time.GetUtcNow(), roleArn, cancellation)));
        }
        CheckSize(objects.Sum(table => table.Objects.Sum(item => item.Size)));

        using var folder = new TemporaryFolder("athena");
        await Parallel.ForEachAsync(
            objects.SelectMany(table => table.Objects).DistinctBy(item => (item.Bucket, item.Key)),
            new ParallelOptions { MaxDegreeOfParallelism = Downloads, CancellationToken = cancellation },
            async (item, token) => await DownloadAsync(item, PathOf(folder.Path, item), token));
        TableContent[] contents = [.. objects.Select(table => new TableContent(table.Table, [.. table.Objects.Select(item => FileOf(folder.Path, item))]))];
        var answer = await Task.Run(() => query.Run(contents, folder.Path, cancellation), cancellation);
        await (target is null
            ? results.StoreSelectAsync(answer, cancellation)
            : results.StoreUnloadAsync(answer, target, cancellation));
    }

    private async Task<GlueTable> FindAsync(TableReference reference, CancellationToken cancellation)
    {
        if (!await sources.HasDatabaseAsync(reference.Database, roleArn, cancellation))
        {
            throw new QueryFailedException("SCHEMA_NOT_FOUND", $"{reference.Place}: Schema '{reference.Database}' does not exist");
        }

        return await sources.FindTableAsync(reference.Database, reference.Table, roleArn, cancellation) ?? throw new QueryFailedException(
            "TABLE_NOT_FOUND", $"{reference.Place}: Table 'awsdatacatalog.{reference.Database}.{reference.Table}' does not exist");
    }

    private void CheckSize(long bytes)
    {
        if (execution.Workgroup.BytesScannedCutoff is { } cutoff && bytes > cutoff)
        {
            execution.DataScanned = cutoff;
            throw new BytesScannedException();
        }
        execution.DataScanned = bytes;
    }

    private async Task DownloadAsync(TableObject item, string path, CancellationToken cancellation)
    {
        await using var source = await store.OpenAsync(item.Bucket, item.Key, null, roleArn, cancellation);
        await using var file = File.Create(path);
        await source.CopyToAsync(file, cancellation);
    }

    private static string PathOf(string folder, TableObject item) => Path.Combine(
        folder, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{item.Bucket}/{item.Key}")))[..32]);

    private static TableFile FileOf(string folder, TableObject item) =>
        new(PathOf(folder, item), item.Key, $"s3://{item.Bucket}/{item.Key}", item.Partition);
}

/// <summary>A query would read more than its workgroup allows.</summary>
internal sealed class BytesScannedException() : Exception("Bytes scanned limit was exceeded");
