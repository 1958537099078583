using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// What a query asks of the columns of a table that it names, as far as that is simple: comparisons of a column with a
/// literal that WHERE joins by AND. They reject NULL, so that a row that does not meet them is in no result, whatever the
/// joins; partitions may be left out by them.
/// </summary>
internal static class Filters
{
    private static readonly Dictionary<string, (string Forth, string Back)> Operators = new()
    {
        ["COMPARE_EQUAL"] = ("=", "="),
        ["COMPARE_LESSTHAN"] = ("<", ">"),
        ["COMPARE_LESSTHANOREQUALTO"] = ("<=", ">="),
        ["COMPARE_GREATERTHAN"] = (">", "<"),
        ["COMPARE_GREATERTHANOREQUALTO"] = (">=", "<="),
    };

    /// <summary>The tables that a translated query names, with the filters of each.</summary>
    public static IReadOnlyList<TableReference> Of(QueryTree tree, IReadOnlyList<NamedTable> tables)
    {
        var found = new Dictionary<JsonObject, List<ColumnFilter>>(ReferenceEqualityComparer.Instance);
        foreach (var table in tables)
        {
            found[table.Node] = [];
        }
        foreach (var select in SqlNode.All(tree.Root).Where(node => node.Type() == "SELECT_NODE"))
        {
            var named = TablesOf(select["from_table"]).Where(found.ContainsKey).ToList();
            foreach (var (alias, filter) in Conjuncts(select["where_clause"]).SelectMany(Comparison))
            {
                foreach (var table in named.Where(table => alias is null || table.Text("alias").Equals(alias, StringComparison.OrdinalIgnoreCase)))
                {
                    found[table].Add(filter);
                }
            }
        }
        return [.. tables.Select(table => new TableReference(table.Database, table.Table, table.Place, found[table.Node]))];
    }

    private static IEnumerable<JsonObject> TablesOf(JsonNode? source) => source switch
    {
        JsonObject join when join.Type() == "JOIN" => [.. TablesOf(join["left"]), .. TablesOf(join["right"])],
        JsonObject table => [table],
        _ => [],
    };

    private static IEnumerable<JsonObject> Conjuncts(JsonNode? node) => node switch
    {
        JsonObject item when item.Type() == "CONJUNCTION_AND" => item.List("children").SelectMany(Conjuncts),
        JsonObject item => [item],
        _ => [],
    };

    private static IEnumerable<(string? Alias, ColumnFilter Filter)> Comparison(JsonObject node)
    {
        if (node.Class() == "COMPARISON" && Operators.TryGetValue(node.Type(), out var operators))
        {
            return [.. Filter(node["left"], operators.Forth, node["right"]), .. Filter(node["right"], operators.Back, node["left"])];
        }
        if (node.Class() == "BETWEEN" && node.Type() == "COMPARE_BETWEEN")
        {
            return [.. Filter(node["input"], ">=", node["lower"]), .. Filter(node["input"], "<=", node["upper"])];
        }
        return node.Type() == "COMPARE_IN" && node.List("children").ToArray() is [var column, .. var literals]
            ? Filter(column, "in", literals)
            : [];
    }

    private static IEnumerable<(string? Alias, ColumnFilter Filter)> Filter(JsonNode? column, string comparison, params ReadOnlySpan<JsonNode?> literals)
    {
        var values = new List<(string Text, bool IsNumber)>();
        foreach (var literal in literals)
        {
            if (Value(literal) is not { } value)
            {
                return [];
            }
            values.Add(value);
        }
        return column.Class() != "COLUMN_REF" ? []
            : column!.AsObject().ColumnNames() switch
            {
                [var name] => [(null, new ColumnFilter(name.ToLowerInvariant(), comparison, values))],
                [var table, var name] => [(table.ToLowerInvariant(), new ColumnFilter(name.ToLowerInvariant(), comparison, values))],
                _ => [],
            };
    }

    private static (string Text, bool IsNumber)? Value(JsonNode? node) =>
        node.Literal() is { } text ? (text, false)
            : node.Class() == "CONSTANT" && node!["value"]!["type"]!["id"]!.GetValue<string>() is "INTEGER" or "BIGINT" && node["value"]!["value"] is { } number
                ? (number.ToJsonString(), true)
                : null;
}
