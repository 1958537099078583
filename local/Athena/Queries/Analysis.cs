using System.Text.Json;

namespace Fanout.Local.Athena.Queries;

/// <summary>What a statement needs.</summary>
/// <param name="UnloadLocation">Where an UNLOAD writes to; null for a SELECT.</param>
/// <param name="IsPartitioned">Whether an UNLOAD writes partitions.</param>
/// <param name="Tables">The tables that it names.</param>
internal sealed record Analysis(string? UnloadLocation, bool IsPartitioned, IReadOnlyList<TableReference> Tables)
{
    /// <summary>Analyzes a statement.</summary>
    /// <exception cref="QueryFailedException">It is not one that is understood.</exception>
    public static async Task<Analysis> OfAsync(DuckDb duckDb, QueryRequest request, CancellationToken cancellation)
    {
        var (_, value) = await duckDb.AskAsync(
            json =>
            {
                json.WriteStartObject("analyze");
                WriteStatement(json, request);
                json.WriteEndObject();
                json.WriteString("folder", TemporaryFolder.Root);
            },
            cancellation);
        return new Analysis(
            value.GetProperty("unload").GetString(),
            value.GetProperty("isPartitioned").GetBoolean(),
            [.. value.GetProperty("tables").EnumerateArray().Select(TableReference.Read)]);
    }

    /// <summary>Writes the members of a request that the engine reads a statement by.</summary>
    public static void WriteStatement(Utf8JsonWriter json, QueryRequest request)
    {
        json.WriteString("sql", request.Query);
        json.WriteString("database", request.Database ?? "");
        json.WriteStartArray("parameters");
        foreach (var parameter in request.Parameters ?? [])
        {
            json.WriteStringValue(parameter);
        }
        json.WriteEndArray();
    }
}
