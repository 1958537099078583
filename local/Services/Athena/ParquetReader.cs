using System.Runtime.CompilerServices;
using System.Text.Json;
using DuckDB.NET.Data;
using Fanout.Local.Services.Athena.Sql;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.Athena;

/// <summary>Reads Parquet files with DuckDB, a chunk of rows at a time.</summary>
public sealed class ParquetReader : IParquetReader
{
    private const int ChunkSize = 2048;

    /// <inheritdoc />
    public async IAsyncEnumerable<JsonElement> ReadParquetAsync(
        Stream file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder("parquet");
        var path = Path.Combine(folder.Path, "file.parquet");
        await using (var copy = File.Create(path))
        {
            await file.CopyToAsync(copy, cancellation);
        }
        using var database = SqlDatabase.Open(folder.Path, new FileInfo(path).Length, cancellation);
        using var rows = Rows(database, path).GetEnumerator();
        while (await Task.Run(() => Next(rows, path), cancellation) is { Count: > 0 } chunk)
        {
            foreach (var row in chunk)
            {
                yield return row;
            }
        }
    }

    private static List<JsonElement> Next(IEnumerator<JsonElement> rows, string path)
    {
        try
        {
            var chunk = new List<JsonElement>(ChunkSize);
            while (chunk.Count < ChunkSize && rows.MoveNext())
            {
                chunk.Add(rows.Current);
            }
            return chunk;
        }
        catch (DuckDBException problem)
        {
            throw new ParquetException(
                SqlErrors.Failure(problem, null).Message.Replace($" '{path}'", "", StringComparison.Ordinal), problem);
        }
        catch (QueryFailedException failure)
        {
            throw new ParquetException(failure.Message, failure);
        }
    }

    private static IEnumerable<JsonElement> Rows(SqlDatabase database, string path)
    {
        var result = ResultRows.Describe(database, $"SELECT * FROM read_parquet({SqlText.Literal(path)})");
        string[] names = [.. result.Columns.Select(column => Value.Quoted(column.Name))];
        foreach (var row in result.Read())
        {
            var members = row.Select((text, index) => $"{names[index]}:{Value.Json(text, result.Columns[index].Type)}");
            yield return JsonElement.Parse($"{{{string.Join(',', members)}}}");
        }
    }
}
