using System.Text.Json.Nodes;

namespace Fanout.Local.Athena.Sql;

/// <summary>
/// Aliases of the select list in WHERE, GROUP BY, HAVING or another column: DuckDB sees them there, Athena does not.
/// </summary>
/// <param name="tree">The query.</param>
/// <param name="columnsOf">The columns of a table in FROM, in lower case; null where they are not known.</param>
internal sealed class Aliases(QueryTree tree, Func<JsonObject, IReadOnlySet<string>?> columnsOf)
{
    /// <exception cref="QueryFailedException">An alias is used where there is none.</exception>
    public void Check()
    {
        foreach (var select in SqlNode.All(tree.Root).Where(node => node.Type() == "SELECT_NODE"))
        {
            Check(select);
        }
    }

    private void Check(JsonObject select)
    {
        if (NamesOf(select["from_table"] as JsonObject) is not { } columns)
        {
            return;
        }
        var aliases = select.List("select_list").Select(column => column.Text("alias").ToLowerInvariant())
            .Where(alias => alias.Length > 0 && !columns.Contains(alias)).ToHashSet();
        string[] places = ["where_clause", "having", "group_expressions", "select_list"];
        foreach (var reference in places.SelectMany(place => References(select[place])))
        {
            if (reference.ColumnNames() is [var name] && aliases.Contains(name.ToLowerInvariant()))
            {
                throw SqlErrors.NoColumn(tree.PlaceOf(reference), name.ToLowerInvariant());
            }
        }
    }

    private static IEnumerable<JsonObject> References(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(References),
        JsonObject item when item.Class() == "COLUMN_REF" => [item],
        JsonObject item when item.Class() != "SUBQUERY" => item.Select(member => member.Value).SelectMany(References),
        _ => [],
    };

    private IReadOnlySet<string>? NamesOf(JsonObject? source)
    {
        switch (source.Type())
        {
            case "EMPTY":
                return new HashSet<string>();
            case "JOIN":
                return NamesOf(source!["left"] as JsonObject) is { } left && NamesOf(source["right"] as JsonObject) is { } right
                    ? left.Union(right).ToHashSet()
                    : null;
            case "BASE_TABLE":
                return columnsOf(source!);
            case "SUBQUERY" when source!["column_name_alias"] is JsonArray { Count: 0 }:
                var columns = source["subquery"]?["node"]?.AsObject().List("select_list").ToList();
                return columns is { Count: > 0 } && columns.TrueForAll(column => column.Class() != "STAR")
                    ? columns.Select(NameOf).ToHashSet()
                    : null;
            default:
                return null;
        }
    }

    private static string NameOf(JsonObject column) =>
        (column.Text("alias") is { Length: > 0 } alias ? alias : column.Class() == "COLUMN_REF" ? column.ColumnNames()[^1] : "").ToLowerInvariant();
}
