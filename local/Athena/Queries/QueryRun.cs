using System.Text.Json;
using Fanout.Local.Athena.Catalog;
using Fanout.Local.Iam.Machines;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Athena.Queries;

/// <summary>Runs one query: fetches the objects that it needs, has the engine answer it, stores what came of it.</summary>
internal sealed class QueryRun(
    QueryExecution execution,
    Analysis analysis,
    GlueCatalog catalog,
    QueryAuthorizer permissions,
    IObjectStore store,
    DuckDb duckDb,
    TimeProvider time,
    string roleArn)
{
    private const int Downloads = 8;

    /// <exception cref="QueryFailedException">The query failed.</exception>
    /// <exception cref="TaskFailedException">The store refused.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var tables = analysis.Tables
            .GroupBy(reference => (reference.Database, reference.Table))
            .Select(group => (Table: catalog.Find(group.Key.Database, group.Key.Table, group.First().Place), References: group.ToList()))
            .ToList();
        foreach (var (table, _) in tables)
        {
            permissions.CheckTable(roleArn, table);
        }

        var results = new ResultFiles(execution, store, time, roleArn);
        var target = analysis.UnloadLocation is { } location ? await results.CheckTargetAsync(location, analysis.IsPartitioned, cancellation) : null;

        var objects = new List<(GlueTable Table, List<TableObject> Objects)>();
        foreach (var (table, references) in tables)
        {
            objects.Add((table, await TableObjects.ListAsync(store, table, references, time.GetUtcNow(), roleArn, cancellation)));
        }
        CheckSize(objects.Sum(table => table.Objects.Sum(item => item.Size)));

        using var folder = new TemporaryFolder("athena");
        await Parallel.ForEachAsync(
            objects.SelectMany(table => table.Objects).Distinct().Select((item, index) => (item, index)),
            new ParallelOptions { MaxDegreeOfParallelism = Downloads, CancellationToken = cancellation },
            async (download, token) => await DownloadAsync(download.item, PathOf(folder.Path, download.item), token));
        var (_, answer) = await duckDb.AskAsync(json => WriteRun(json, objects, folder.Path), cancellation);
        cancellation.ThrowIfCancellationRequested();
        await (target is null
            ? results.StoreSelectAsync(answer, cancellation)
            : results.StoreUnloadAsync(answer, target, cancellation));
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

    private void WriteRun(Utf8JsonWriter json, List<(GlueTable Table, List<TableObject> Objects)> tables, string folder)
    {
        json.WriteStartObject("run");
        Analysis.WriteStatement(json, execution.Request);
        json.WriteString("folder", folder);
        json.WriteStartArray("tables");
        foreach (var (table, objects) in tables)
        {
            json.WriteStartObject();
            json.WriteString("database", table.Database);
            json.WriteString("name", table.Name);
            WriteColumns(json, "columns", table.Columns);
            WriteColumns(json, "partitionKeys", table.PartitionKeys);
            WriteSerde(json, table.Serde);
            json.WriteStartArray("files");
            foreach (var item in objects)
            {
                json.WriteStartObject();
                json.WriteString("path", PathOf(folder, item));
                json.WriteString("key", item.Key);
                json.WriteString("uri", $"s3://{item.Bucket}/{item.Key}");
                json.WriteStartArray("partition");
                foreach (var value in item.Partition)
                {
                    json.WriteStringValue(value);
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteColumns(Utf8JsonWriter json, string name, IEnumerable<GlueColumn> columns)
    {
        json.WriteStartArray(name);
        foreach (var column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteSerde(Utf8JsonWriter json, Serde serde)
    {
        json.WriteStartObject("serde");
        json.WriteString("format", serde.Format);
        foreach (var (name, value) in new[]
        {
            ("delimiter", serde.Delimiter), ("quote", serde.Quote), ("escape", serde.Escape), ("nullText", serde.NullText),
            ("pattern", serde.Pattern),
        })
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }
        json.WriteNumber("skip", serde.SkippedLines);
        json.WriteEndObject();
    }
}

/// <summary>A query would read more than its workgroup allows.</summary>
internal sealed class BytesScannedException() : Exception("Bytes scanned limit was exceeded");
