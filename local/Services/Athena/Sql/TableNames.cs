using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>The tables that a query names: "database"."table", with or without awsdatacatalog.</summary>
internal sealed class TableNames
{
    private readonly QueryTree _tree;
    private readonly string _database;
    private readonly List<NamedTable> _tables = [];

    private TableNames(QueryTree tree, string database) => (_tree, _database) = (tree, database);

    /// <summary>Finds the tables, and fills in their databases and aliases.</summary>
    /// <param name="tree">The query.</param>
    /// <param name="database">What table names without a database belong to.</param>
    /// <exception cref="QueryFailedException">One can be none, or there is more than one statement.</exception>
    public static IReadOnlyList<NamedTable> Resolve(QueryTree tree, string database)
    {
        if (tree.Statements.Count != 1)
        {
            throw new QueryFailedException("SYNTAX_ERROR", "line 1:1: only one statement is allowed", isMalformed: true);
        }
        var names = new TableNames(tree, database);
        SqlNode.Rewrite(tree.Root, names.Visit);
        return names._tables;
    }

    /// <summary>Whether a query names the hidden column "$path".</summary>
    /// <exception cref="QueryFailedException">It has a * beside it.</exception>
    public static bool NamesPath(QueryTree tree)
    {
        var isNamed = SqlNode.All(tree.Root).Any(node =>
            node.Class() == "COLUMN_REF" && node.ColumnNames()[^1].Equals("$path", StringComparison.OrdinalIgnoreCase));
        return isNamed && SqlNode.All(tree.Root).Any(node => node.Class() == "STAR")
            ? throw new QueryFailedException("NOT_SUPPORTED", "the local Athena does not run * in a query that names the hidden column \"$path\"")
            : isNamed;
    }

    private JsonNode? Visit(JsonObject node, ImmutableHashSet<string> scope)
    {
        var (catalog, schema, table) = (node.Text("catalog_name"), node.Text("schema_name"), node.Text("table_name"));
        if (node.Type() != "BASE_TABLE" || (schema.Length == 0 && scope.Contains(table.ToLowerInvariant())))
        {
            return null;
        }
        if (catalog.Length > 0 && !catalog.Equals("awsdatacatalog", StringComparison.OrdinalIgnoreCase))
        {
            throw new QueryFailedException("CATALOG_NOT_FOUND", $"{_tree.PlaceOf(node)}: Catalog '{catalog}' does not exist");
        }
        if (schema.Length == 0 && _database.Length == 0)
        {
            throw new QueryFailedException(
                "MISSING_SCHEMA_NAME", $"{_tree.PlaceOf(node)}: Schema must be specified when session schema is not set: {table}");
        }
        var named = new NamedTable(
            (schema.Length == 0 ? _database : schema).ToLowerInvariant(), table.ToLowerInvariant(), _tree.PlaceOf(node), node);
        node["alias"] = node.Text("alias") is { Length: > 0 } alias ? alias : table;
        node["catalog_name"] = "";
        node["schema_name"] = named.Database;
        node["table_name"] = named.Table;
        _tables.Add(named);
        return null;
    }
}

/// <summary>A table where a query names it.</summary>
/// <param name="Database">Its database, in lower case.</param>
/// <param name="Table">Its name, in lower case.</param>
/// <param name="Place">Where it is named.</param>
/// <param name="Node">Its node in the tree.</param>
internal sealed record NamedTable(string Database, string Table, string Place, JsonObject Node);
