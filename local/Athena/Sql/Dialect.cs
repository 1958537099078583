using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Fanout.Local.Athena.Sql;

/// <summary>
/// Trino's SQL as DuckDB's, on the tree of a query. The differences that matter, and what becomes of them:
/// <list type="bullet">
/// <item>Functions: <see cref="Functions"/> knows some, under their names in DuckDB; any other is an error.</item>
/// <item>Integers: <c>/</c> and <c>%</c> of integers give integers and fail for a zero; casts to integers round half up and
/// take no fractions from texts (<see cref="Macros"/>).</item>
/// <item>Dates: a date plus an interval, and date_trunc of a date, are dates. Casts to date take yyyy-MM-dd only.</item>
/// <item>Texts: casts of timestamps have milliseconds; concat and <c>||</c> of NULL are NULL; double quotes are identifiers.</item>
/// <item>Types: nothing is cast tacitly (<see cref="TypeChecks"/>); division, avg and round of decimals, which keep another
/// scale in Trino, and casts of doubles to varchar, which Trino writes as 1.0E0, are errors that say so.</item>
/// <item>Doubles: results have them as Java writes them (6.0, 1.0E-4, 1.0E7; <see cref="ShortestNumber"/>). round() is alike:
/// half away from zero, of the double as it is, so that round(1.005, 2) is 1.0. The last digits of a sum depend on the order
/// of the rows, in Trino too: round it.</item>
/// <item>Text files: LazySimpleSerDe knows no quotation marks; a number that is none, and a field that is missing, is NULL; an
/// integer loses its fraction (<see cref="Fields"/>).</item>
/// <item>Names: "database"."table", with or without awsdatacatalog; columns without a name are _col0, _col1 ...; aliases are
/// not seen in WHERE, GROUP BY, HAVING or the other columns (<see cref="Aliases"/>).</item>
/// <item>"$path": a hidden column of tables of text, the URI of a row's file; a query that names it has no *.</item>
/// <item>What only DuckDB has (EXCLUDE, QUALIFY, SAMPLE, ASOF, FROM first ...) is an error.</item>
/// </list>
/// </summary>
internal sealed class Dialect(QueryTree tree, string database)
{
    private static readonly string[] Integers = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"];

    private static readonly HashSet<string> Castable =
    [
        .. Integers, "BOOLEAN", "FLOAT", "DOUBLE", "DECIMAL", "VARCHAR", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE",
    ];

    private static readonly HashSet<string> Expressions =
    [
        "COLUMN_REF", "CONSTANT", "FUNCTION", "COMPARISON", "CONJUNCTION", "OPERATOR", "CAST", "CASE", "SUBQUERY", "WINDOW",
        "STAR", "BETWEEN",
    ];

    private static readonly HashSet<string> Operators =
    [
        "OPERATOR_NOT", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL", "OPERATOR_COALESCE", "COMPARE_IN", "COMPARE_NOT_IN",
        "ARRAY_CONSTRUCTOR", "OPERATOR_TRY", "OPERATOR_NULLIF",
    ];

    private static readonly HashSet<string> Sources = ["EMPTY", "BASE_TABLE", "JOIN", "SUBQUERY", "EXPRESSION_LIST", "TABLE_FUNCTION", "CTE"];
    private static readonly HashSet<string> Joins = ["INNER", "LEFT", "RIGHT", "OUTER", "FULL"];
    private static readonly HashSet<string> JoinKinds = ["REGULAR", "CROSS", "NATURAL"];

    private readonly List<NamedTable> _tables = [];

    /// <summary>Translates a query in place.</summary>
    /// <param name="tree">The query.</param>
    /// <param name="database">What table names without a database belong to.</param>
    /// <returns>The tables that it names.</returns>
    /// <exception cref="QueryFailedException">It is none of Trino's, or none that is run here.</exception>
    public static IReadOnlyList<NamedTable> Translate(QueryTree tree, string database)
    {
        if (tree.Statements.Count != 1)
        {
            throw new QueryFailedException("SYNTAX_ERROR", "line 1:1: only one statement is allowed", isMalformed: true);
        }
        var dialect = new Dialect(tree, database);
        SqlNode.Rewrite(tree.Root, dialect.Visit);
        NameColumns(tree.Query);
        return dialect._tables;
    }

    /// <summary>Whether a translated query names the hidden column "$path".</summary>
    /// <exception cref="QueryFailedException">It has a * beside it.</exception>
    public static bool NamesPath(QueryTree tree)
    {
        var isNamed = SqlNode.All(tree.Root).Any(node =>
            node.Class() == "COLUMN_REF" && node.ColumnNames()[^1].Equals("$path", StringComparison.OrdinalIgnoreCase));
        return isNamed && SqlNode.All(tree.Root).Any(node => node.Class() == "STAR")
            ? throw Unsupported("* in a query that names the hidden column \"$path\"")
            : isNamed;
    }

    private JsonNode? Visit(JsonObject node, ImmutableHashSet<string> scope)
    {
        try
        {
            return node.Class().Length > 0 ? Expression(node)
                : node.Type() == "SELECT_NODE" ? Select(node)
                : node.ContainsKey("query_location") && node.ContainsKey("sample") ? Source(node, scope)
                : null;
        }
        catch (QueryFailedException failure) when (!failure.Message.StartsWith("line ", StringComparison.Ordinal))
        {
            throw new QueryFailedException(failure.Name, $"{tree.PlaceOf(node)}: {failure.Message}");
        }
    }

    private static JsonNode? Expression(JsonObject node) => node.Class() switch
    {
        var name when !Expressions.Contains(name) => throw Unsupported($"{name.ToLowerInvariant()} expressions"),
        "FUNCTION" or "WINDOW" => Functions.Translate(node) ?? throw new QueryFailedException(
            "FUNCTION_NOT_FOUND", $"Function '{node.Text("function_name")}' is not registered, or not known to the local Athena"),
        "OPERATOR" when !Operators.Contains(node.Type()) =>
            throw Unsupported($"the operator {node.Type().ToLowerInvariant().Replace('_', ' ')}"),
        "STAR" when Counts(node, "exclude_list", "replace_list", "rename_list") || node.Flag("columns") || node["expr"] is not null =>
            throw Unsupported("EXCLUDE, REPLACE, RENAME and COLUMNS, which Athena has not"),
        "CAST" => Cast(node),
        // Written back as text, a double such as 1e7 would become a decimal.
        "CONSTANT" when node["value"]!["type"]!.AsObject().Text("id") == "DOUBLE" => SqlNode.Cast(node, "DOUBLE", node.DeepClone().Bare()),
        _ => null,
    };

    private static JsonObject? Cast(JsonObject node)
    {
        var type = node["cast_type"]!.AsObject().Text("id");
        if (!Castable.Contains(type))
        {
            throw Unsupported($"casts to {type.ToLowerInvariant()}");
        }
        // Literals such as DATE '2022-01-31', true and INTERVAL '1' DAY are casts too.
        if (node.Location() is null)
        {
            return null;
        }
        var prefix = node.Flag("try_cast") ? "trino_try_" : "trino_";
        if (type == "VARCHAR")
        {
            return SqlNode.Call(node, "trino_varchar", node.Take("child"));
        }
        if (Integers.Contains(type) || type is "DATE" or "TIMESTAMP")
        {
            node["child"] = SqlNode.Call(
                null, prefix + (type switch { "DATE" => "date", "TIMESTAMP" => "timestamp", _ => "integral" }), node.Take("child"));
        }
        return null;
    }

    private static JsonNode? Select(JsonObject node) =>
        node["qualify"] is not null || node["sample"] is not null
            ? throw Unsupported("QUALIFY and USING SAMPLE, which Athena has not")
            : !node.List("select_list").Any() || node.Text("aggregate_handling") != "STANDARD_HANDLING"
                ? throw Unsupported("GROUP BY ALL and queries without columns, which Athena has not")
                : null;

    private JsonNode? Source(JsonObject node, ImmutableHashSet<string> scope)
    {
        if (!Sources.Contains(node.Type()) || node["sample"] is not null)
        {
            throw Unsupported($"{node.Type().ToLowerInvariant().Replace('_', ' ')} in FROM");
        }
        if (node.Type() == "JOIN" && !(Joins.Contains(node.Text("join_type")) && JoinKinds.Contains(node.Text("ref_type"))))
        {
            throw Unsupported($"{node.Text("ref_type")} {node.Text("join_type")} joins");
        }
        if (node.Type() == "TABLE_FUNCTION" && node["function"]!.AsObject().Text("function_name") is not "unnest" and var function)
        {
            throw Unsupported($"{function} in FROM");
        }
        var (catalog, schema, table) = (node.Text("catalog_name"), node.Text("schema_name"), node.Text("table_name"));
        if (node.Type() != "BASE_TABLE" || (schema.Length == 0 && scope.Contains(table.ToLowerInvariant())))
        {
            return null;
        }
        if (catalog.Length > 0 && !catalog.Equals("awsdatacatalog", StringComparison.OrdinalIgnoreCase))
        {
            throw new QueryFailedException("CATALOG_NOT_FOUND", $"Catalog '{catalog}' does not exist");
        }
        if (schema.Length == 0 && database.Length == 0)
        {
            throw new QueryFailedException(
                "MISSING_SCHEMA_NAME", $"Schema must be specified when session schema is not set: {table}");
        }
        var named = new NamedTable(
            (schema.Length == 0 ? database : schema).ToLowerInvariant(), table.ToLowerInvariant(), tree.PlaceOf(node), node);
        node["alias"] = node.Text("alias") is { Length: > 0 } alias ? alias : table;
        node["catalog_name"] = "";
        node["schema_name"] = named.Database;
        node["table_name"] = named.Table;
        _tables.Add(named);
        return null;
    }

    /// <summary>Gives the columns of a result the names that Trino gives them.</summary>
    private static void NameColumns(JsonObject query)
    {
        for (var left = query; left is not null; left = (left["left"] ?? (left["children"] as JsonArray)?.FirstOrDefault()) as JsonObject)
        {
            foreach (var (index, column) in left.List("select_list").Index())
            {
                if (column.Text("alias").Length == 0 && column.Class() is not ("COLUMN_REF" or "STAR"))
                {
                    column["alias"] = $"_col{index}";
                }
            }
        }
    }

    private static bool Counts(JsonObject node, params ReadOnlySpan<string> lists)
    {
        foreach (var list in lists)
        {
            if (node[list] is JsonArray { Count: > 0 })
            {
                return true;
            }
        }
        return false;
    }

    private static QueryFailedException Unsupported(string what) => new("NOT_SUPPORTED", $"the local Athena does not run {what}");
}

/// <summary>A table where a query names it.</summary>
/// <param name="Database">Its database, in lower case.</param>
/// <param name="Table">Its name, in lower case.</param>
/// <param name="Place">Where it is named.</param>
/// <param name="Node">Its node in the tree.</param>
internal sealed record NamedTable(string Database, string Table, string Place, JsonObject Node);
