using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace Fanout.Local.Athena.Sql;

/// <summary>
/// Checks of the types of operands, as nothing is cast tacitly in Trino. A query's copy is bound with a check around each
/// operand that has a type to keep to: typeof() is a constant by then, and strptime refuses a wrong format as soon as it is
/// bound. So a check fails whatever the rows are, and says what it found.
/// </summary>
internal sealed partial class TypeChecks
{
    private static readonly Dictionary<string, string> Templates = new()
    {
        ["same"] = Check(
            """check_family(typeof("$a")) <> check_family(typeof("$b"))""",
            """'TYPE_MISMATCH: ' || "$place" || ': Cannot apply operator: ' || check_name(typeof("$a")) || ' ' || "$what" || ' ' || check_name(typeof("$b"))"""),
        ["text"] = Check(
            """check_family(typeof("$a")) <> 'VARCHAR'""",
            """'TYPE_MISMATCH: ' || "$place" || ': Unexpected parameters (' || check_name(typeof("$a")) || ') for function concat. Expected: varchar'"""),
        ["quotient"] = Check(
            """starts_with(typeof("$a"), 'DECIMAL') AND typeof("$b") NOT IN ('DOUBLE', 'FLOAT')""",
            """'NOT_SUPPORTED: ' || "$place" || ': the local Athena does not divide decimals; cast to double'"""),
        ["noDecimal"] = Check(
            """starts_with(typeof("$a"), 'DECIMAL')""",
            """'NOT_SUPPORTED: ' || "$place" || ': the local Athena does not keep the scale of a decimal in ' || "$what" || '; cast to double'"""),
        ["noDouble"] = Check(
            """typeof("$a") IN ('DOUBLE', 'FLOAT')""",
            """'NOT_SUPPORTED: ' || "$place" || ': the local Athena does not write a double as Trino does (1.0E0); cast it to decimal first'"""),
    };

    private static readonly Dictionary<string, string> Signs = new()
    {
        ["COMPARE_EQUAL"] = "=",
        ["COMPARE_NOTEQUAL"] = "<>",
        ["COMPARE_LESSTHAN"] = "<",
        ["COMPARE_GREATERTHAN"] = ">",
        ["COMPARE_LESSTHANOREQUALTO"] = "<=",
        ["COMPARE_GREATERTHANOREQUALTO"] = ">=",
        ["COMPARE_DISTINCT_FROM"] = "IS DISTINCT FROM",
        ["COMPARE_NOT_DISTINCT_FROM"] = "IS NOT DISTINCT FROM",
    };

    private readonly QueryTree _tree;
    private readonly Dictionary<string, JsonObject> _templates;
    private readonly Dictionary<string, string> _places = [];

    private TypeChecks(QueryTree tree, SqlParser parser)
    {
        _tree = tree;
        _templates = Templates.ToDictionary(
            template => template.Key,
            template => parser.Parse(new Statement($"SELECT {template.Value}", ..)).Query.List("select_list").First());
    }

    /// <summary>Checks a translated query over a database that has its tables.</summary>
    /// <exception cref="QueryFailedException">An operand has a type that it cannot have.</exception>
    /// <exception cref="DuckDBException">The query cannot be bound.</exception>
    public static void Check(QueryTree tree, SqlParser parser, SqlDatabase database)
    {
        var checks = new TypeChecks(tree, parser);
        var copy = SqlNode.Rewrite(tree.Root.DeepClone(), (node, _) => checks.Checked(node))!.AsObject();
        try
        {
            database.Execute($"DESCRIBE {parser.Unparse(copy)}");
        }
        catch (DuckDBException problem) when (Found().Match(problem.Message) is { Success: true, Groups: var found })
        {
            throw new QueryFailedException(found["name"].Value, found["message"].Value);
        }
    }

    private static string Check(string isWrong, string message) =>
        $"""
        CASE WHEN strptime(CAST(NULL AS VARCHAR),
          CASE WHEN {isWrong} THEN '%!{'\u0001'}' || {message} || '{'\u0001'}' ELSE '%Y' END) IS NULL THEN "$a" END
        """;

    private JsonNode? Checked(JsonObject node)
    {
        switch (node.Class())
        {
            case "COMPARISON":
                node["left"] = Same(node, node["left"], node["right"], Signs.GetValueOrDefault(node.Type(), node.Type()));
                return null;
            case "BETWEEN":
                (node["lower"], node["upper"]) = (
                    Same(node, node["lower"], node["input"], "BETWEEN"), Same(node, node["upper"], node["input"], "BETWEEN"));
                return null;
            case "OPERATOR" when node.Type() == "OPERATOR_TRY":
                var tried = node.TakeChildren()[0];
                tried["alias"] = node.Text("alias");
                return tried;
            case "OPERATOR" when node.Type() is "COMPARE_IN" or "COMPARE_NOT_IN":
                Change(node, (child, index, children) => index == 0 ? null : Same(node, child, children[0], "IN"));
                return null;
            case "FUNCTION":
                CheckCall(node, node.Text("function_name"));
                return null;
            default:
                return null;
        }
    }

    private void CheckCall(JsonObject node, string name)
    {
        switch (name)
        {
            case "||":
                // A check repeats its operand: a chain of operators would grow with each of them to a multiple of its size.
                Change(node, (child, _, _) => child.Text("function_name") == "||" ? null : Around("text", node, child, null, name));
                break;
            case "trino_varchar":
                Change(node, (child, _, _) => Around("noDouble", node, child, null, name));
                break;
            case "avg" or "round":
                Change(node, (child, index, _) => index > 0 ? null : Around("noDecimal", node, child, null, name));
                break;
            case "trino_divide":
                Change(node, (child, index, children) => Around("quotient", node, child, children[1 - index], name));
                break;
        }
    }

    private static void Change(JsonObject node, Func<JsonObject, int, JsonObject[], JsonNode?> change)
    {
        var children = node.List("children").ToArray();
        var changed = children.Select((child, index) => change(child, index, children)).ToArray();
        foreach (var (index, child) in changed.Index().Where(child => child.Item is not null))
        {
            node["children"]![index] = child;
        }
    }

    private JsonNode Same(JsonObject node, JsonNode? operand, JsonNode? other, string sign) => Around("same", node, operand, other, sign);

    private JsonNode Around(string template, JsonObject node, JsonNode? operand, JsonNode? other, string what)
    {
        var place = PlaceOnce(node);
        return SqlNode.Rewrite(_templates[template].DeepClone(), (part, _) => part.Class() != "COLUMN_REF" ? null : part.ColumnNames()[0] switch
        {
            "$a" => operand!.DeepClone(),
            "$b" => other!.DeepClone(),
            "$place" => SqlNode.Constant(place),
            _ => SqlNode.Constant(what),
        })!;
    }

    // Equal expressions must stay equal: a column and the GROUP BY that repeats it.
    private string PlaceOnce(JsonObject node)
    {
        var key = new StringBuilder();
        AppendKey(key, node);
        if (!_places.TryGetValue(key.ToString(), out var place))
        {
            _places[key.ToString()] = place = _tree.PlaceOf(node);
        }
        return place;
    }

    private static void AppendKey(StringBuilder key, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject item:
                foreach (var (name, value) in item.Where(member => member.Key is not ("query_location" or "alias")))
                {
                    key.Append(name).Append(':');
                    AppendKey(key, value);
                    key.Append(';');
                }
                break;
            case JsonArray array:
                foreach (var item in array)
                {
                    AppendKey(key, item);
                    key.Append(',');
                }
                break;
            default:
                key.Append(node?.ToJsonString());
                break;
        }
    }

    [GeneratedRegex("\u0001(?<name>\\w+): (?<message>[^\u0001]*)\u0001")]
    private static partial Regex Found();
}
