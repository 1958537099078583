using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// What Trino's grammar has for the time, as words without parentheses ("Date and time functions and operators"): DuckDB's
/// parser takes them for columns. As columns' names they need quotation marks in Trino.
/// </summary>
internal static class Clocks
{
    private static readonly Dictionary<string, TrinoType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["current_date"] = TrinoType.Date,
        ["current_timestamp"] = TrinoType.TimestampWithZone,
        ["localtimestamp"] = TrinoType.Timestamp,
    };

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All => Types.Keys;

    /// <summary>Makes calls of them.</summary>
    public static void Resolve(QueryTree tree) => SqlNode.Rewrite(tree.Root, (node, _) =>
        node.Class() == "COLUMN_REF" && node.ColumnNames() is [var name] && Types.ContainsKey(name) && !tree.IsQuoted(node)
            ? SqlNode.Call(node, name.ToLowerInvariant())
            : null);

    /// <summary>What such a call becomes, and its type; null for any other.</summary>
    public static (JsonNode Node, TrinoType Type)? Translated(JsonObject call) =>
        Types.TryGetValue(call.Text("function_name"), out var type) ? (SqlNode.Cast(call, type, SqlNode.Call(call, "now")), type) : null;
}
