using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// Finds the type of every expression as Trino does, refuses what is not known to answer alike, and makes of each expression
/// what answers so in DuckDB. Queries are read here, from what they select from to their order; <see cref="Expressions"/>
/// reads what is in them.
/// </summary>
internal sealed class Analyzer
{
    // DuckDB's binding takes twice the time with each level more.
    private const int DeepestSubquery = 10;

    private static readonly string[] Joins = ["INNER", "LEFT", "RIGHT", "OUTER", "FULL"];

    private readonly QueryTree _tree;
    private readonly IReadOnlyDictionary<(string Database, string Table), ImmutableList<Field>> _tables;
    private readonly Expressions _expressions;

    private Analyzer(QueryTree tree, IReadOnlyDictionary<(string Database, string Table), ImmutableList<Field>> tables)
    {
        (_tree, _tables) = (tree, tables);
        _expressions = new Expressions(tree, Subquery);
    }

    /// <summary>Translates a query in place.</summary>
    /// <param name="tree">The query, with the databases of its tables filled in.</param>
    /// <param name="tables">The columns of the tables.</param>
    /// <returns>The columns of the result.</returns>
    /// <exception cref="QueryFailedException">It is none of Trino's, or none that is known to answer alike.</exception>
    public static IReadOnlyList<Field> Translate(
        QueryTree tree, IReadOnlyDictionary<(string Database, string Table), ImmutableList<Field>> tables) =>
        new Analyzer(tree, tables).Query(tree.Query, Scope.Empty);

    // What a query gives; its outer scope has its common table expressions.
    private ImmutableList<Field> Query(JsonObject node, Scope scope)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var entry in node["cte_map"]?.AsObject().List("map") ?? [])
        {
            var value = entry["value"]!.AsObject();
            if (value.Text("materialized") is not ("" or "CTE_MATERIALIZE_DEFAULT"))
            {
                throw Unsupported(node, "MATERIALIZED, which Athena has not");
            }
            var name = entry.Text("key").ToLowerInvariant();
            var fields = Query(value["query"]!["node"]!.AsObject(), scope);
            scope = scope with { Tables = scope.Tables.SetItem(name, Renamed(node, fields, name, value["aliases"])) };
        }
        return node.Type() switch
        {
            "SELECT_NODE" => Select(node, scope),
            "SET_OPERATION_NODE" => SetOperation(node, scope),
            var type => throw Unsupported(node, type.ToLowerInvariant().Replace('_', ' ')),
        };
    }

    private ImmutableList<Field> Select(JsonObject node, Scope outer)
    {
        if (node["qualify"] is not null || node["sample"] is not null)
        {
            throw Unsupported(node, "QUALIFY and USING SAMPLE, which Athena has not");
        }
        if (!node.List("select_list").Any() || node.Text("aggregate_handling") != "STANDARD_HANDLING")
        {
            throw Unsupported(node, "GROUP BY ALL and queries without columns, which Athena has not");
        }
        var scope = Source(node["from_table"]!.AsObject(), outer with { Fields = [], HasUsing = false });
        Condition(node, "where_clause", scope, "WHERE clause");
        if (node["group_sets"] is JsonArray { Count: > 1 })
        {
            throw Unsupported(node, "GROUPING SETS, ROLLUP and CUBE");
        }
        var groups = node["group_expressions"]!.AsArray();
        for (var index = 0; index < groups.Count; index++)
        {
            if (!IsPosition(groups[index]))
            {
                _expressions.Visit(groups, index, scope);
            }
        }
        Condition(node, "having", scope, "HAVING clause");
        var fields = ImmutableList.CreateBuilder<Field>();
        var columns = node["select_list"]!.AsArray();
        for (var index = 0; index < columns.Count; index++)
        {
            var column = columns[index]!.AsObject();
            if (column.Class() == "STAR")
            {
                fields.AddRange(Star(column, scope));
                continue;
            }
            var name = column.Text("alias") is { Length: > 0 } alias ? alias
                : column.Class() == "COLUMN_REF" ? column.ColumnNames()[^1]
                : $"_col{fields.Count}";
            var isNamed = column.Class() == "COLUMN_REF" && column.Text("alias").Length == 0;
            var type = _expressions.Visit(columns, index, scope);
            columns[index]!["alias"] = isNamed ? "" : name;
            // A column under its own name is what it is selected from; any other is computed here.
            fields.Add(new Field(null, name, type, IsHidden: !isNamed));
        }
        Modifiers(node, fields, scope);
        return [.. fields.Select(field => field with { IsHidden = false })];
    }

    private ImmutableList<Field> SetOperation(JsonObject node, Scope scope)
    {
        if (node.Text("setop_type") is not ("UNION" or "INTERSECT" or "EXCEPT") and var other)
        {
            throw Unsupported(node, other.ToLowerInvariant().Replace('_', ' '));
        }
        var branches = node["children"] is JsonArray { Count: > 0 } children
            ? [.. children.Select(child => child!.AsObject())]
            : new[] { node["left"]!.AsObject(), node["right"]!.AsObject() };
        var fields = Query(branches[0], scope);
        foreach (var branch in branches[1..])
        {
            var next = Query(branch, scope);
            if (next.Count != fields.Count)
            {
                throw _expressions.Failure(node, "TYPE_MISMATCH", $"{node.Text("setop_type")} query has different number of fields: {fields.Count}, {next.Count}");
            }
            fields = [.. fields.Select((field, index) => field with
            {
                Type = TrinoType.Common(field.Type, next[index].Type) ?? throw _expressions.Failure(
                    branch.List("select_list").ElementAtOrDefault(index) ?? node,
                    "TYPE_MISMATCH",
                    $"column {index + 1} in {node.Text("setop_type")} query has incompatible types: {field.Type}, {next[index].Type}"),
            })];
        }
        Modifiers(node, fields, scope with { Fields = [] });
        return fields;
    }

    private void Modifiers(JsonObject node, IReadOnlyList<Field> fields, Scope scope)
    {
        foreach (var modifier in node.List("modifiers"))
        {
            switch (modifier.Type())
            {
                case "ORDER_MODIFIER":
                    foreach (var order in modifier.List("orders").Where(order => !IsPosition(order["expression"])))
                    {
                        var place = order["expression"]!;
                        if (OrderType(order, fields, scope) is { IsOrderable: false } type)
                        {
                            throw _expressions.Failure(place, "TYPE_MISMATCH", $"Type {type} is not orderable, and therefore cannot be used in ORDER BY");
                        }
                    }
                    break;
                case "LIMIT_MODIFIER":
                    foreach (var limit in new[] { modifier["limit"], modifier["offset"] }.Where(limit => limit is not null && !IsPosition(limit)))
                    {
                        throw Unsupported(limit!, "LIMIT and OFFSET of anything but a number");
                    }
                    break;
                case "DISTINCT_MODIFIER" when modifier["distinct_on_targets"] is null or JsonArray { Count: 0 }:
                    break;
                default:
                    throw Unsupported(node, modifier.Type().ToLowerInvariant().Replace('_', ' '));
            }
        }
    }

    // Names of the result go before those of what it is selected from; DuckDB sees them only where they stand alone.
    private TrinoType OrderType(JsonObject order, IReadOnlyList<Field> fields, Scope scope)
    {
        var expression = order["expression"]!.AsObject();
        Field? Named(JsonObject reference) =>
            reference.Class() == "COLUMN_REF" && reference.ColumnNames() is [var name]
                ? fields.FirstOrDefault(field => field.IsNamed(name))
                : null;
        if (Named(expression) is { } named)
        {
            return named.Type;
        }
        return SqlNode.All(expression).FirstOrDefault(reference => Named(reference) is { IsHidden: true }) is { } alias
            ? throw Unsupported(alias, $"ORDER BY an expression of {alias.ColumnNames()[0]}, which is computed in the result; order by its name alone")
            : _expressions.Visit(order, "expression", scope);
    }

    private Scope Source(JsonObject node, Scope scope)
    {
        if (node["sample"] is not null)
        {
            throw Unsupported(node, "TABLESAMPLE");
        }
        var alias = node.Text("alias").ToLowerInvariant();
        switch (node.Type())
        {
            case "EMPTY":
                return scope;
            case "BASE_TABLE":
                var name = node.Text("table_name").ToLowerInvariant();
                var fields = node.Text("schema_name") is { Length: > 0 } schema ? _tables[(schema, name)]
                    : scope.Tables.GetValueOrDefault(name) ?? throw _expressions.Failure(node, "TABLE_NOT_FOUND", $"Table '{name}' does not exist");
                return Add(scope, Renamed(node, fields, alias.Length > 0 ? alias : name, node["column_name_alias"]));
            case "SUBQUERY":
                return Add(scope, Renamed(node, Query(node["subquery"]!["node"]!.AsObject(), scope with { Fields = [] }), alias, node["column_name_alias"]));
            case "EXPRESSION_LIST":
                return Add(scope, Values(node, scope));
            case "TABLE_FUNCTION":
                return Add(scope, Unnest(node, alias, scope));
            case "JOIN":
                return Join(node, scope);
            default:
                throw Unsupported(node, $"{node.Type().ToLowerInvariant().Replace('_', ' ')} in FROM");
        }
    }

    private static Scope Add(Scope scope, IEnumerable<Field> fields) => scope with { Fields = scope.Fields.AddRange(fields) };

    private Scope Join(JsonObject node, Scope scope)
    {
        if (node.Text("ref_type") is not ("REGULAR" or "CROSS") || !Joins.Contains(node.Text("join_type")))
        {
            throw Unsupported(node, $"{node.Text("ref_type")} {node.Text("join_type")} joins");
        }
        var left = Source(node["left"]!.AsObject(), scope with { HasUsing = false });
        // UNNEST sees what is left of it; what is joined on the right is on its own.
        var right = node["right"].Type() == "TABLE_FUNCTION"
            ? Source(node["right"]!.AsObject(), left).Fields.RemoveRange(0, left.Fields.Count)
            : Source(node["right"]!.AsObject(), scope with { Fields = [], HasUsing = false }).Fields;
        var both = left with { Fields = left.Fields.AddRange(right) };
        foreach (var column in node["using_columns"]!.AsArray().Select(column => column!.GetValue<string>()))
        {
            var (one, other) = (left.Fields.FindAll(field => field.IsNamed(column) && !field.NeedsRelation), right.FindAll(field => field.IsNamed(column) && !field.NeedsRelation));
            if (one.Count != 1 || other.Count != 1)
            {
                throw _expressions.Failure(node, "COLUMN_NOT_FOUND", $"Column '{column}' is not there once on each side of the join");
            }
            if (TrinoType.Common(one[0].Type, other[0].Type) is not { IsComparable: true } common)
            {
                throw _expressions.Failure(node, "TYPE_MISMATCH", $"Column types of left and right side are not comparable: {one[0].Type}, {other[0].Type}");
            }
            both = both with
            {
                Fields = [new Field(null, column, common), .. both.Fields.Select(field => field.IsNamed(column) ? field with { NeedsRelation = true } : field)],
                HasUsing = true,
            };
        }
        Condition(node, "condition", both, "JOIN ON clause");
        return both;
    }

    private IEnumerable<Field> Values(JsonObject node, Scope scope)
    {
        var rows = node["values"]!.AsArray().Select(row => row!.AsArray()).ToArray();
        var found = rows.Select(row => Enumerable.Range(0, row.Count).Select(index => _expressions.Visit(row, index, scope)).ToArray()).ToArray();
        var types = found[0];
        foreach (var (row, next) in rows.Zip(found))
        {
            types = [.. types.Select((type, index) => TrinoType.Common(type, next[index])
                ?? throw _expressions.Failure(row[index]!, "TYPE_MISMATCH", $"Values rows have mismatched types: {type}, {next[index]}"))];
        }
        foreach (var (row, next) in rows.Zip(found))
        {
            for (var index = 0; index < row.Count; index++)
            {
                Expressions.Coerce(row, index, next[index], types[index]);
            }
        }
        node["expected_names"] = new JsonArray([.. types.Select((_, index) => JsonValue.Create($"_col{index}"))]);
        return types.Select((type, index) => new Field(null, $"_col{index}", type));
    }

    private ImmutableList<Field> Unnest(JsonObject node, string alias, Scope scope)
    {
        var function = node["function"]!.AsObject();
        if (function.Text("function_name") != "unnest")
        {
            throw Unsupported(node, $"{function.Text("function_name")} in FROM");
        }
        if (function["children"] is not JsonArray { Count: 1 } children)
        {
            throw Unsupported(node, "UNNEST of several arrays");
        }
        var type = _expressions.Visit(children, 0, scope);
        if (type.Element is not { } element)
        {
            throw _expressions.Failure(node, "TYPE_MISMATCH", $"Cannot unnest type: {type}");
        }
        Field[] fields = node.Text("with_ordinality") == "WITH_ORDINALITY" ? [new(alias, "", element), new(alias, "", TrinoType.Bigint)] : [new(alias, "", element)];
        return node["column_name_alias"] is JsonArray names && names.Count == fields.Length
            ? Renamed(node, [.. fields], alias, names)
            : throw Unsupported(node, "UNNEST without a name for each of its columns: UNNEST(x) AS u(y)");
    }

    private ImmutableList<Field> Renamed(JsonObject node, ImmutableList<Field> fields, string relation, JsonNode? aliases)
    {
        var names = aliases is JsonArray list ? list.Select(alias => alias!.GetValue<string>()).ToArray() : [];
        var shown = fields.FindAll(field => !field.IsHidden).Count;
        return names.Length > 0 && names.Length != shown
            ? throw _expressions.Failure(node, "MISMATCHED_COLUMN_ALIASES", $"Column alias list has {names.Length} entries but '{relation}' has {shown} columns available")
            : [.. fields.Select((field, index) => field with
            {
                Relation = relation, Name = index < names.Length ? names[index] : field.Name,
            })];
    }

    private ImmutableList<Field> Star(JsonObject node, Scope scope)
    {
        string[] lists = ["exclude_list", "replace_list", "qualified_exclude_list", "rename_list"];
        if (lists.Any(list => node[list] is JsonArray { Count: > 0 }) || node.Flag("columns") || node["expr"] is not null)
        {
            throw Unsupported(node, "EXCLUDE, REPLACE, RENAME and COLUMNS, which Athena has not");
        }
        if (scope.HasUsing)
        {
            throw Unsupported(node, "* over a join with USING, whose columns it would put in another order");
        }
        var relation = node.Text("relation_name").ToLowerInvariant();
        var fields = scope.Fields.FindAll(field => !field.IsHidden && (relation.Length == 0 || field.Relation == relation));
        return fields.Count > 0 ? fields
            : relation.Length > 0 ? throw _expressions.Failure(node, "TABLE_NOT_FOUND", $"Unable to resolve reference {relation}")
            : throw _expressions.Failure(node, "COLUMN_NOT_FOUND", "SELECT * not allowed in queries without FROM clause");
    }

    // The columns of a query within an expression.
    private ImmutableList<Field> Subquery(JsonObject node, Scope scope) => scope.Depth >= DeepestSubquery
        ? throw _expressions.Failure(node, "SYNTAX_ERROR", "the statement is nested too deeply")
        : Query(node["subquery"]!["node"]!.AsObject(), new Scope([], scope, scope.Tables));

    private void Condition(JsonObject node, string member, Scope scope, string what)
    {
        if (node[member] is not JsonObject condition)
        {
            return;
        }
        var type = _expressions.Visit(node, member, scope);
        if (type != TrinoType.Boolean && !type.IsUnknown)
        {
            throw _expressions.Failure(condition, "TYPE_MISMATCH", $"{what} must evaluate to a boolean: actual type {type}");
        }
    }

    private static bool IsPosition(JsonNode? node) =>
        node.Class() == "CONSTANT" && node!["value"]!["type"]!.AsObject().Text("id") is "INTEGER" or "BIGINT" && node["value"]!["value"]?.GetValue<long>() >= 0;

    private QueryFailedException Unsupported(JsonNode node, string what) => _expressions.Failure(node, "NOT_SUPPORTED", $"the local Athena does not run {what}");
}
