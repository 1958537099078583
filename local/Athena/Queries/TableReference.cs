using System.Text.Json;

namespace Fanout.Local.Athena.Queries;

/// <summary>A table where a query names it.</summary>
/// <param name="Database">Its database, in lower case.</param>
/// <param name="Table">Its name, in lower case.</param>
/// <param name="Place">Where it is named.</param>
/// <param name="Filters">What is asked of its columns there; all must be met.</param>
internal sealed record TableReference(string Database, string Table, string Place, IReadOnlyList<ColumnFilter> Filters)
{
    /// <summary>Reads what the engine found.</summary>
    public static TableReference Read(JsonElement table) => new(
        table.GetProperty("database").GetString()!,
        table.GetProperty("table").GetString()!,
        table.GetProperty("place").GetString()!,
        [.. table.GetProperty("filters").EnumerateArray().Select(ColumnFilter.Read)]);
}
