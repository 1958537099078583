using System.Runtime.CompilerServices;
using System.Text.Json;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Athena;

/// <summary>Reads Parquet files with DuckDB, a chunk of rows at a time.</summary>
/// <param name="engine">Gives the engine when the first file is read.</param>
public sealed class ParquetReader(Func<CancellationToken, Task<DuckDb>> engine) : IParquetReader
{
    /// <inheritdoc />
    public async IAsyncEnumerable<JsonElement> ReadParquetAsync(
        Stream file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var duckDb = await engine(cancellation);
        using var folder = new TemporaryFolder("parquet");
        long? reader = null;
        try
        {
            var path = Path.Combine(folder.Path, "file.parquet");
            await using (var copy = File.Create(path))
            {
                await file.CopyToAsync(copy, cancellation);
            }
            reader = await OpenAsync(duckDb, path, folder.Path, cancellation);
            while (await NextAsync(duckDb, reader.Value, cancellation) is { Count: > 0 } rows)
            {
                foreach (var row in rows)
                {
                    yield return row;
                }
            }
        }
        finally
        {
            if (reader is { } opened)
            {
                await duckDb.AskAsync(json => json.WriteNumber("close", opened), CancellationToken.None);
            }
        }
    }

    private static async Task<long> OpenAsync(DuckDb duckDb, string path, string folder, CancellationToken cancellation)
    {
        try
        {
            var (id, _) = await duckDb.AskAsync(
                json =>
                {
                    json.WriteStartObject("open");
                    json.WriteString("path", path);
                    json.WriteString("folder", folder);
                    json.WriteEndObject();
                },
                cancellation);
            return id;
        }
        catch (QueryFailedException failure)
        {
            throw new ParquetException(failure.Message.Replace($" '{path}'", "", StringComparison.Ordinal), failure);
        }
    }

    private static async Task<List<JsonElement>> NextAsync(DuckDb duckDb, long reader, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var (_, rows) = await duckDb.AskAsync(json => json.WriteNumber("next", reader), cancellation);
            return [.. rows.EnumerateArray()];
        }
        catch (QueryFailedException failure)
        {
            throw new ParquetException(failure.Message, failure);
        }
    }
}
