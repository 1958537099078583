using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>Nodes of the tree that DuckDB's parser makes of a query (<c>json_serialize_sql</c>).</summary>
internal static class SqlNode
{
    /// <summary>Takes a node's place; null leaves it where it is.</summary>
    /// <param name="node">The node; those below it were visited.</param>
    /// <param name="scope">The names of the common table expressions in sight, in lower case.</param>
    public delegate JsonNode? Visitor(JsonObject node, ImmutableHashSet<string> scope);

    /// <summary>Visits every object of a tree, children before their parents.</summary>
    public static JsonNode? Rewrite(JsonNode? node, Visitor visit) => Rewrite(node, visit, []);

    /// <summary>Every object of a tree, parents before their children.</summary>
    public static IEnumerable<JsonObject> All(JsonNode? node)
    {
        var ahead = new Stack<JsonNode?>([node]);
        while (ahead.TryPop(out var next))
        {
            IEnumerable<JsonNode?> children = next switch
            {
                JsonArray array => array,
                JsonObject item => item.Select(member => member.Value),
                _ => [],
            };
            foreach (var child in children.Reverse())
            {
                ahead.Push(child);
            }
            if (next is JsonObject found)
            {
                yield return found;
            }
        }
    }

    /// <summary>The text of a member; empty where it has none.</summary>
    public static string Text(this JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>The kind of an expression, such as <c>COLUMN_REF</c>; empty where the node is none.</summary>
    public static string Class(this JsonNode? node) => (node as JsonObject)?.Text("class") ?? "";

    /// <summary>The type of a node, such as <c>SELECT_NODE</c> or <c>OPERATOR_TRY</c>.</summary>
    public static string Type(this JsonNode? node) => (node as JsonObject)?.Text("type") ?? "";

    /// <summary>The nodes of a member that is a list; none where it is not there.</summary>
    public static IEnumerable<JsonObject> List(this JsonObject node, string name) => (node[name] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The parts of a column's name.</summary>
    public static string[] ColumnNames(this JsonObject node) => [.. node["column_names"]!.AsArray().Select(name => name!.GetValue<string>())];

    /// <summary>Whether a member is there and true.</summary>
    public static bool Flag(this JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>Where a node lies in the query, in bytes; null of what has no place of its own, such as the cast in a literal.</summary>
    public static int? Location(this JsonNode node) =>
        node["query_location"] is JsonValue value && value.TryGetValue<int>(out var location) ? location : null;

    /// <summary>The value of a string literal; null of anything else.</summary>
    public static string? Literal(this JsonNode? node) =>
        node.Class() == "CONSTANT" && node!["value"] is JsonObject value && !value.Flag("is_null") && value["type"]!["id"]!.GetValue<string>() == "VARCHAR"
            ? value["value"]!.GetValue<string>()
            : null;

    /// <summary>The value of an integer, cast or not; null of anything else.</summary>
    public static long? Integer(this JsonNode? node) => node.Class() switch
    {
        "CAST" => node!["child"].Integer(),
        "CONSTANT" => node!["value"] is JsonObject value && value["value"] is JsonValue number && number.TryGetValue<long>(out var integer) ? integer : null,
        _ => null,
    };

    /// <summary>Takes a member out of its node, to be put elsewhere.</summary>
    public static JsonNode Take(this JsonObject node, string name)
    {
        var child = node[name]!;
        node.Remove(name);
        return child;
    }

    /// <summary>Takes the children out of a node, to be put elsewhere.</summary>
    public static JsonNode[] TakeChildren(this JsonObject node)
    {
        var list = node["children"]!.AsArray();
        var children = list.Select(child => child!).ToArray();
        list.Clear();
        return children;
    }

    /// <summary>The node without its alias, to be put inside another that takes the alias over.</summary>
    public static JsonNode Bare(this JsonNode node)
    {
        node["alias"] = "";
        return node;
    }

    /// <summary>A function call; it keeps the alias and the place of the node whose place it takes.</summary>
    public static JsonObject Call(JsonObject? origin, string name, params ReadOnlySpan<JsonNode> children) => new()
    {
        ["class"] = "FUNCTION",
        ["type"] = "FUNCTION",
        ["alias"] = origin?.Text("alias") ?? "",
        ["query_location"] = origin?["query_location"]?.DeepClone() ?? 0,
        ["function_name"] = name,
        ["schema"] = "",
        ["children"] = new JsonArray([.. children]),
        ["filter"] = null,
        ["order_bys"] = new JsonObject { ["type"] = "ORDER_MODIFIER", ["orders"] = new JsonArray() },
        ["distinct"] = false,
        ["is_operator"] = false,
        ["export_state"] = false,
        ["catalog"] = "",
    };

    /// <summary>An operator between two operands.</summary>
    public static JsonObject Operator(JsonObject? origin, string name, JsonNode left, JsonNode right)
    {
        var node = Call(origin, name, left, right);
        node["is_operator"] = true;
        return node;
    }

    /// <summary>A cast.</summary>
    public static JsonObject Cast(JsonObject origin, string type, JsonNode child) => new()
    {
        ["class"] = "CAST",
        ["type"] = "OPERATOR_CAST",
        ["alias"] = origin.Text("alias"),
        ["query_location"] = origin["query_location"]?.DeepClone() ?? 0,
        ["child"] = child,
        ["cast_type"] = new JsonObject { ["id"] = type, ["type_info"] = null },
        ["try_cast"] = false,
    };

    /// <summary>A cast to a type of Trino's.</summary>
    public static JsonObject Cast(JsonObject origin, TrinoType type, JsonNode child, bool isTry = false)
    {
        var node = Cast(origin, "", child);
        (node["cast_type"], node["try_cast"]) = (type.ToDuckDb(), isTry);
        return node;
    }

    /// <summary>A string literal.</summary>
    public static JsonObject Constant(string value) => Constant("VARCHAR", value);

    /// <summary>An integer.</summary>
    public static JsonObject Number(int value) => Constant("INTEGER", value);

    /// <summary>The first of two that is not NULL.</summary>
    public static JsonObject Coalesce(JsonNode first, JsonNode second) => new()
    {
        ["class"] = "OPERATOR",
        ["type"] = "OPERATOR_COALESCE",
        ["alias"] = "",
        ["query_location"] = 0,
        ["children"] = new JsonArray(first, second),
    };

    /// <summary>A boolean literal.</summary>
    public static JsonObject Boolean(bool value) => Constant("BOOLEAN", value);

    private static JsonObject Constant(string type, JsonNode value) => new()
    {
        ["class"] = "CONSTANT",
        ["type"] = "VALUE_CONSTANT",
        ["alias"] = "",
        ["query_location"] = 0,
        ["value"] = new JsonObject
        {
            ["type"] = new JsonObject { ["id"] = type, ["type_info"] = null },
            ["is_null"] = false,
            ["value"] = value,
        },
    };

    private static JsonNode? Rewrite(JsonNode? node, Visitor visit, ImmutableHashSet<string> scope)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case JsonArray array:
                for (var index = 0; index < array.Count; index++)
                {
                    var child = array[index];
                    var changed = Rewrite(child, visit, scope);
                    if (!ReferenceEquals(child, changed))
                    {
                        array[index] = changed;
                    }
                }
                return array;
            case JsonObject item:
                var inner = item["cte_map"]?["map"] is JsonArray { Count: > 0 } entries
                    ? scope.Union(entries.Select(entry => entry!["key"]!.GetValue<string>().ToLowerInvariant()))
                    : scope;
                foreach (var name in item.Select(member => member.Key).ToArray())
                {
                    var child = item[name];
                    var changed = Rewrite(child, visit, inner);
                    if (!ReferenceEquals(child, changed))
                    {
                        item[name] = changed;
                    }
                }
                return visit(item, inner) ?? item;
            default:
                return node;
        }
    }
}
