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
    /// <exception cref="QueryFailedException">The query failed.</exception>
    /// <exception cref="TaskFailedException">The store refused.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var reference in query.Tables.DistinctBy(reference => reference.Database))
        {
            await CheckDatabaseAsync(reference, cancellation);
        }
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
        var files = new QueryFiles(store, folder.Path, tables.All(table => !table.Table.Serde.IsParquet), roleArn);
        await files.FetchAsync(objects.SelectMany(table => table.Objects), cancellation);
        TableContent[] contents = [.. objects.Select(table => new TableContent(table.Table, [.. table.Objects.Select(files.Of)]))];
        var answer = await Task.Run(() => query.Run(contents, folder.Path, cancellation), cancellation);
        await (target is null
            ? results.StoreSelectAsync(answer, cancellation)
            : results.StoreUnloadAsync(answer, target, cancellation));
    }

    private async Task CheckDatabaseAsync(TableReference reference, CancellationToken cancellation)
    {
        if (!await sources.HasDatabaseAsync(reference.Database, roleArn, cancellation))
        {
            throw new QueryFailedException("SCHEMA_NOT_FOUND", $"{reference.Place}: Schema '{reference.Database}' does not exist");
        }
    }

    private async Task<GlueTable> FindAsync(TableReference reference, CancellationToken cancellation) =>
        await sources.FindTableAsync(reference.Database, reference.Table, roleArn, cancellation) ?? throw new QueryFailedException(
            "TABLE_NOT_FOUND", $"{reference.Place}: Table 'awsdatacatalog.{reference.Database}.{reference.Table}' does not exist");

    private void CheckSize(long bytes)
    {
        if (execution.Workgroup.BytesScannedCutoff is { } cutoff && bytes > cutoff)
        {
            execution.DataScanned = cutoff;
            throw new BytesScannedException();
        }
        execution.DataScanned = bytes;
    }
}

/// <summary>A query would read more than its workgroup allows.</summary>
internal sealed class BytesScannedException() : Exception("Bytes scanned limit was exceeded");
