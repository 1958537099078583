using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>The types of expressions, and what they become in DuckDB; the <see cref="Analyzer"/>'s half below queries.</summary>
/// <param name="tree">The query.</param>
/// <param name="subquery">The columns of a query within an expression.</param>
internal sealed partial class Expressions(QueryTree tree, Func<JsonObject, Scope, ImmutableList<Field>> subquery)
{
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

    private static readonly Dictionary<string, TrinoType> Intervals = new()
    {
        ["to_days"] = TrinoType.Days,
        ["to_hours"] = TrinoType.Hours,
        ["to_minutes"] = TrinoType.Hours,
        ["to_seconds"] = TrinoType.Hours,
        ["to_months"] = TrinoType.Months,
        ["to_years"] = TrinoType.Months,
    };

    // Calls in which what cannot be answered here is seen only in the values.
    private static readonly string[] MayRefuse =
        ["replace", "split_part", "json_extract_scalar", "array_intersect", "from_iso8601_timestamp"];

    // Calls that compare their arguments.
    private static readonly string[] Comparing = ["greatest", "least", "max", "max_by", "min", "min_by"];

    private static readonly string[] Bounds = ["start_expr", "end_expr"];

    // lag and lead keep them apart from their first.
    private static readonly string[] OtherArguments = ["offset_expr", "default_expr"];

    private int _mayRefuse;

    /// <summary>Translates an expression where it stands; its type.</summary>
    /// <exception cref="QueryFailedException">It is none of Trino's, or none that is known to answer alike.</exception>
    public TrinoType Visit(JsonObject parent, string member, Scope scope)
    {
        var node = parent[member]!.AsObject();
        parent[member] = null;
        (parent[member], var type) = Translated(node, scope);
        return type;
    }

    /// <inheritdoc cref="Visit(JsonObject, string, Scope)"/>
    public TrinoType Visit(JsonArray parent, int index, Scope scope)
    {
        var node = parent[index]!.AsObject();
        parent[index] = null;
        (parent[index], var type) = Translated(node, scope);
        return type;
    }

    /// <summary>Casts a translated expression where it stands.</summary>
    public static void Coerce(JsonArray parent, int index, TrinoType from, TrinoType to)
    {
        var node = parent[index]!;
        parent[index] = null;
        parent[index] = Coerced(node, from, to);
    }

    /// <summary>What is wrong with a node.</summary>
    public QueryFailedException Failure(JsonNode node, string name, string message)
    {
        // Some have no place of their own: what is in them has.
        var place = SqlNode.All(node).Select(part => part.Location()).FirstOrDefault(location => location > 0) ?? 0;
        return new(name, $"{tree.PlaceOf(place)}: {message}");
    }

    private (JsonNode Node, TrinoType Type) Translated(JsonObject node, Scope scope)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var alias = node.Text("alias");
        node["alias"] = "";
        try
        {
            var (translated, type) = Expression(node, scope);
            translated["alias"] = alias;
            return (translated, type);
        }
        catch (QueryFailedException failure) when (!failure.Message.StartsWith("line ", StringComparison.Ordinal))
        {
            throw Failure(node, failure.Name, failure.Message);
        }
    }

    private (JsonNode Node, TrinoType Type) Expression(JsonObject node, Scope scope) => node.Class() switch
    {
        "COLUMN_REF" => (node, Column(node, scope)),
        "CONSTANT" => Constant(node),
        "CAST" => Cast(node, scope),
        "COMPARISON" => Comparison(node, scope),
        "BETWEEN" => Between(node, scope),
        "CONJUNCTION" => Conjunction(node, scope),
        "OPERATOR" => Operator(node, scope),
        "CASE" => Case(node, scope),
        "SUBQUERY" => Subquery(node, scope),
        "FUNCTION" => Call(node, scope),
        "WINDOW" => Window(node, scope),
        var name => throw Unsupported($"{name.ToLowerInvariant()} expressions"),
    };

    private TrinoType Column(JsonObject node, Scope scope)
    {
        var names = node.ColumnNames();
        var found = names switch
        {
            [var name] => scope.Find(null, name),
            [var relation, var name] => scope.Find(relation, name),
            _ => [],
        };
        var text = string.Join('.', names).ToLowerInvariant();
        return found switch
        {
            [var field] => field.Type,
            [] => throw SqlErrors.NoColumn(tree.PlaceOf(node), text),
            _ => throw new QueryFailedException("AMBIGUOUS_NAME", $"Column '{text}' is ambiguous"),
        };
    }

    private static (JsonNode Node, TrinoType Type) Constant(JsonObject node)
    {
        var type = TrinoType.Of(node["value"]!["type"]!)
            ?? throw Unsupported($"literals of the type {node["value"]!["type"]!.AsObject().Text("id").ToLowerInvariant()}");
        if (type == TrinoType.Boolean)
        {
            throw Unsupported("IS TRUE and IS FALSE, which Athena has not");
        }
        // Written back as text, a double such as 1e7 would become a decimal.
        return (type == TrinoType.Double ? SqlNode.Cast(node, type, node) : node, type);
    }

    private (JsonNode Node, TrinoType Type) Cast(JsonObject node, Scope scope)
    {
        var to = TrinoType.Of(node["cast_type"]!)
            ?? throw Unsupported($"casts to {node["cast_type"]!.AsObject().Text("id").ToLowerInvariant()}; it casts to {string.Join(", ", Casts.Allowed.Keys)}");
        // Literals such as DATE '2022-01-31' and true are casts too.
        if (node.Location() is null && node["child"].Literal() is { } literal)
        {
            return to.IsDecimal ? DecimalOf(node, literal)
                : to == TrinoType.Date && !DateLiteral().IsMatch(literal)
                ? throw new QueryFailedException("INVALID_LITERAL", $"'{literal}' is not a valid DATE literal")
                : to.IsTime && to != TrinoType.Date && !TimestampLiteral().IsMatch(literal)
                ? throw Unsupported($"the literal {to.ToString().ToUpperInvariant()} '{literal}'")
                : (node, to);
        }
        var from = Visit(node, "child", scope);
        _mayRefuse += from == TrinoType.Varchar ? 1 : 0;
        return (Casts.Node(node, node.Take("child"), from, to, node.Flag("try_cast")), to);
    }

    // Its type has the digits that are written, without zeros before them.
    private static (JsonNode Node, TrinoType Type) DecimalOf(JsonObject node, string literal)
    {
        var digits = DecimalLiteral().Match(literal);
        var (whole, scale) = (digits.Groups["whole"].Length, digits.Groups["fraction"].Length);
        if (!digits.Success || whole + scale > TrinoType.MaxPrecision)
        {
            throw new QueryFailedException("INVALID_LITERAL", $"'{literal}' is not a valid DECIMAL literal");
        }

        var type = TrinoType.Decimal(Math.Max(whole + scale, 1), scale);
        node["cast_type"] = type.ToDuckDb();
        return (node, type);
    }

    private (JsonNode Node, TrinoType Type) Comparison(JsonObject node, Scope scope)
    {
        var sign = Signs.GetValueOrDefault(node.Type()) ?? throw Unsupported($"the operator {node.Type().ToLowerInvariant()}");
        var (left, right) = (Visit(node, "left", scope), Visit(node, "right", scope));
        var common = TrinoType.Common(left, right);
        if (common is null || !(node.Type() is "COMPARE_EQUAL" or "COMPARE_NOTEQUAL" ? common.IsComparable : common.IsOrderable))
        {
            throw new QueryFailedException("TYPE_MISMATCH", $"Cannot apply operator: {left} {sign} {right}");
        }
        Compared(node, "left", left, common);
        Compared(node, "right", right, common);
        return (node, TrinoType.Boolean);
    }

    private (JsonNode Node, TrinoType Type) Between(JsonObject node, Scope scope)
    {
        var (input, lower, upper) = (Visit(node, "input", scope), Visit(node, "lower", scope), Visit(node, "upper", scope));
        if (TrinoType.Common(input, lower) is not { } both || TrinoType.Common(both, upper) is not { IsOrderable: true } common)
        {
            throw new QueryFailedException("TYPE_MISMATCH", $"Cannot check if {input} is BETWEEN {lower} and {upper}");
        }
        Compared(node, "input", input, common);
        Compared(node, "lower", lower, common);
        Compared(node, "upper", upper, common);
        return (node, TrinoType.Boolean);
    }

    private (JsonNode Node, TrinoType Type) Conjunction(JsonObject node, Scope scope)
    {
        foreach (var type in VisitAll(node, scope))
        {
            Truth(type, "Each side of a logical expression");
        }
        return (node, TrinoType.Boolean);
    }

    private (JsonNode Node, TrinoType Type) Operator(JsonObject node, Scope scope)
    {
        var before = _mayRefuse;
        var types = VisitAll(node, scope);
        var children = node["children"]!.AsArray();
        switch (node.Type())
        {
            case "OPERATOR_NOT":
                Truth(types[0], "Value of logical NOT expression");
                return (node, TrinoType.Boolean);
            case "OPERATOR_IS_NULL" or "OPERATOR_IS_NOT_NULL":
                return (node, TrinoType.Boolean);
            case "OPERATOR_TRY":
                return _mayRefuse == before
                    ? (node, types[0])
                    : throw Unsupported("try() of what it may have to refuse itself: casts of texts (use try_cast), comparisons of doubles, replace, split_part, array_intersect, json_extract_scalar, from_iso8601_timestamp");
            case "OPERATOR_COALESCE":
                return (node, CoerceAll(children, types, "All COALESCE operands must be the same type or coercible to a common type"));
            case "ARRAY_CONSTRUCTOR":
                var array = TrinoType.ArrayOf(CoerceAll(children, types, "All ARRAY elements must be the same type or coercible to a common type"));
                return (Typed(node, node, array), array);
            case "COMPARE_IN" or "COMPARE_NOT_IN":
                var common = CoerceAll(children, types, "IN value and list items must be the same type or coercible to a common type");
                if (!common.IsComparable)
                {
                    throw Unsupported($"IN of values of the type {common}");
                }
                for (var index = 0; index < children.Count; index++)
                {
                    var child = children[index]!;
                    children[index] = null;
                    children[index] = Number(child, common);
                }
                return (node, TrinoType.Boolean);
            default:
                throw Unsupported($"the operator {node.Type().ToLowerInvariant().Replace('_', ' ')}");
        }
    }

    private (JsonNode Node, TrinoType Type) Case(JsonObject node, Scope scope)
    {
        var branches = new List<(JsonObject Parent, string Member, TrinoType Type)>();
        foreach (var check in node.List("case_checks"))
        {
            Truth(Visit(check, "when_expr", scope), "CASE WHEN clause");
            branches.Add((check, "then_expr", Visit(check, "then_expr", scope)));
        }
        branches.Add((node, "else_expr", Visit(node, "else_expr", scope)));
        var types = branches.Select(branch => branch.Type).ToArray();
        var common = CommonOf(types) ?? throw NoCommonType("All CASE results must be the same type or coercible to a common type", types);
        foreach (var (parent, member, type) in branches)
        {
            Set(parent, member, child => Coerced(child, type, common));
        }
        return (node, common);
    }

    private (JsonNode Node, TrinoType Type) Subquery(JsonObject node, Scope scope)
    {
        var child = node["child"] is null ? null : Visit(node, "child", scope);
        var columns = subquery(node, scope);
        switch (node.Text("subquery_type"))
        {
            case "EXISTS" or "NOT_EXISTS":
                return (node, TrinoType.Boolean);
            case "SCALAR" when columns is [var column]:
                return (node, column.Type);
            case "ANY" when columns is [var column] && child is not null && node.Text("comparison_type") == "COMPARE_EQUAL":
                return TrinoType.Common(child, column.Type) is not { IsComparable: true } common
                    ? throw new QueryFailedException("TYPE_MISMATCH", $"value and result of subquery must be of the same type for IN expression: {child} vs {column.Type}")
                    : common.IsDouble ? throw Unsupported("IN a query of doubles")
                    : (node, TrinoType.Boolean);
            default:
                throw columns.Count == 1
                    ? Unsupported("ANY, SOME and ALL")
                    : new QueryFailedException("TYPE_MISMATCH", $"Multiple columns returned by subquery are not yet supported. Found {columns.Count}");
        }
    }

    private (JsonNode Node, TrinoType Type) Call(JsonObject node, Scope scope)
    {
        var name = node.Text("function_name").ToLowerInvariant();
        if (Intervals.TryGetValue(name, out var interval) && IntervalOf(node) is { } text)
        {
            return Whole().IsMatch(text) ? (node, interval) : throw Unsupported($"the interval '{text}'");
        }
        if (name is "like_escape" or "not_like_escape")
        {
            throw Unsupported("LIKE with ESCAPE");
        }
        if (Clocks.Translated(node) is { } time)
        {
            return time;
        }
        var types = VisitAll(node, scope);
        if (node.Flag("is_operator") || name is "~~" or "!~~")
        {
            return Binary(node, name, types);
        }
        if (name == "nullif" && types.Length == 2)
        {
            var common = TrinoType.Common(types[0], types[1]) is { IsComparable: true } comparable ? comparable
                : throw new QueryFailedException("TYPE_MISMATCH", $"Types are not comparable with NULLIF: {types[0]} vs {types[1]}");
            return common == types[0] || common == types[1] && types[0].IsUnknown
                ? (SqlNode.Call(node, "nullif", Arguments(node, types, [common, common], areCompared: true)), common)
                : throw Unsupported($"nullif of {types[0]} and {types[1]}; cast one of them");
        }
        if (name is "trim" or "ltrim" or "rtrim" && types.Length == 2)
        {
            throw Unsupported("TRIM of given characters");
        }
        // What the parser makes of EXTRACT and of TRIM(BOTH ...) is written as a call of no one else's.
        if (name == "date_part" && node.Text("schema") == "main" && types.Length == 2)
        {
            var part = Functions.PartOf(node["children"]![0].Literal() ?? "", types[1]);
            return (SqlNode.Cast(node, TrinoType.Bigint, SqlNode.Call(node, "date_part", SqlNode.Constant(part), node.TakeChildren()[1])), TrinoType.Bigint);
        }
        return Known(node, name == "count_star" ? "count" : name, types);
    }

    private (JsonNode Node, TrinoType Type) Window(JsonObject node, Scope scope)
    {
        if (node.Flag("ignore_nulls") || node.Text("exclude_clause") is not ("" or "NO_OTHER") || node["arg_orders"] is JsonArray { Count: > 0 })
        {
            throw Unsupported("IGNORE NULLS, EXCLUDE and ORDER BY within the call of a window function");
        }
        for (var index = 0; index < node["partitions"]!.AsArray().Count; index++)
        {
            Visit(node["partitions"]!.AsArray(), index, scope);
        }
        foreach (var order in node.List("orders"))
        {
            var type = Visit(order, "expression", scope);
            if (!type.IsOrderable)
            {
                throw new QueryFailedException("TYPE_MISMATCH", $"Type {type} is not orderable, and therefore cannot be used in window function ORDER BY");
            }
        }
        foreach (var bound in Bounds.Where(bound => node[bound] is not null))
        {
            if (!IsCount(node[bound]) || !(node.Text("start") + node.Text("end")).Contains("ROWS", StringComparison.Ordinal))
            {
                throw Unsupported("a window frame of anything but a number of ROWS");
            }
        }
        if (node.Text("start").Contains("GROUPS", StringComparison.Ordinal) || node.Text("end").Contains("GROUPS", StringComparison.Ordinal))
        {
            throw Unsupported("a window frame of GROUPS");
        }
        if (node["filter_expr"] is not null)
        {
            Truth(Visit(node, "filter_expr", scope), "FILTER clause");
        }
        string[] others = [.. OtherArguments.Where(other => node[other] is not null)];
        if (node["offset_expr"] is { } offset && !IsCount(offset))
        {
            throw Unsupported("an offset of lag and lead that is not a number");
        }
        var types = VisitAll(node, scope);
        TrinoType[] all = [.. types, .. others.Select(other => Visit(node, other, scope))];
        var function = Find(node.Text("function_name"));
        if (function.Kind == FunctionKind.Scalar)
        {
            throw new QueryFailedException("FUNCTION_NOT_WINDOW", $"Not a window function: {function.Name}");
        }
        var (parameters, result) = function.Bind(all);
        foreach (var (index, other) in others.Index())
        {
            Set(node, other, child => Coerced(child, all[types.Length + index], parameters[types.Length + index]));
        }
        var arguments = Arguments(node, types, parameters[..types.Length], Comparing.Contains(function.Name));
        return (Typed(node, function.Translate(new BoundCall(node, arguments, parameters)), result, types), result);
    }

    private (JsonNode Node, TrinoType Type) Known(JsonObject node, string name, TrinoType[] types)
    {
        var function = Find(name);
        if (function.Kind == FunctionKind.Window)
        {
            throw new QueryFailedException("MISSING_OVER", $"Window function {name} must have an OVER clause");
        }
        var (parameters, result) = function.Bind(types);
        if (function.Kind == FunctionKind.Scalar && (node.Flag("distinct") || node["filter"] is not null || node["order_bys"]?["orders"] is JsonArray { Count: > 0 }))
        {
            throw new QueryFailedException("FUNCTION_NOT_AGGREGATE", $"DISTINCT, FILTER and ORDER BY are not supported for the scalar function {name}");
        }
        _mayRefuse += MayRefuse.Contains(name) ? 1 : 0;
        var arguments = Arguments(node, types, parameters, Comparing.Contains(name));
        return (Typed(node, function.Translate(new BoundCall(node, arguments, parameters)), result, types), result);
    }

    private (JsonNode Node, TrinoType Type) Binary(JsonObject node, string name, TrinoType[] types)
    {
        var shown = name switch { "~~" => "LIKE", "!~~" => "NOT LIKE", _ => name };
        if (Operators.Bind(shown, types) is not var (parameters, result))
        {
            throw new QueryFailedException("TYPE_MISMATCH", shown == "||"
                ? $"Unexpected parameters ({string.Join(", ", types.Select(type => type.ToString()))}) for function concat. Expected: concat(varchar, varchar)"
                : types.Length == 1 ? $"Cannot negate {types[0]}"
                : $"Cannot apply operator: {types[0]} {shown} {types[1]}");
        }
        var arguments = Arguments(node, types, parameters);
        var translated = Operators.Translate(node, name, arguments, parameters);
        return (Typed(node, translated, result, types), result);
    }

    private static Function Find(string name) => Functions.Find(name) ?? throw new QueryFailedException(
        "FUNCTION_NOT_FOUND", $"Function '{name}' is not registered, or not known to the local Athena");

    // DuckDB may give a wider type than Trino, and where NULL is an argument none; texts and truths it gives as they are.
    private static JsonNode Typed(JsonObject origin, JsonNode node, TrinoType type, params ReadOnlySpan<TrinoType> arguments) =>
        (type == TrinoType.Varchar || type == TrinoType.Boolean) && !arguments.Contains(TrinoType.Unknown) || type.IsInterval || !IsCastable(type)
            ? node
            : SqlNode.Cast(origin, type, node);

    private static bool IsCastable(TrinoType type) => type.Element is { } element ? IsCastable(element) : type.IsComparable && !type.IsUnknown || type.Name == "varbinary";

    private static JsonNode Coerced(JsonNode node, TrinoType from, TrinoType to) =>
        from == to || !IsCastable(to) ? node : SqlNode.Cast(node.AsObject(), to, node);

    private static void Set(JsonObject parent, string member, Func<JsonNode, JsonNode> change)
    {
        var child = parent[member]!;
        parent[member] = null;
        parent[member] = change(child);
    }

    private JsonNode Number(JsonNode node, TrinoType type)
    {
        if (!type.IsDouble)
        {
            return node;
        }
        _mayRefuse++;
        return SqlNode.Call(null, "trino_number", node);
    }

    private void Compared(JsonObject node, string member, TrinoType from, TrinoType to) => Set(node, member, child => Number(Coerced(child, from, to), to));

    private JsonNode[] Arguments(JsonObject node, TrinoType[] types, TrinoType[] parameters, bool areCompared = false) =>
        [.. node.TakeChildren().Select((child, index) => Coerced(child, types[index], parameters[index])).Select((child, index) => areCompared ? Number(child, parameters[index]) : child)];

    private TrinoType[] VisitAll(JsonObject node, Scope scope)
    {
        var children = node["children"]!.AsArray();
        var types = new TrinoType[children.Count];
        for (var index = 0; index < types.Length; index++)
        {
            types[index] = Visit(children, index, scope);
        }
        if (node["filter"] is JsonObject)
        {
            Truth(Visit(node, "filter", scope), "FILTER clause");
        }
        foreach (var order in node["order_bys"]?.AsObject().List("orders") ?? [])
        {
            Visit(order, "expression", scope);
        }
        return types;
    }

    private static TrinoType CoerceAll(JsonArray children, TrinoType[] types, string what)
    {
        var common = CommonOf(types) ?? throw NoCommonType(what, types);
        for (var index = 0; index < types.Length; index++)
        {
            Coerce(children, index, types[index], common);
        }
        return common;
    }

    private static TrinoType? CommonOf(TrinoType[] types) =>
        types.Aggregate((TrinoType?)TrinoType.Unknown, (common, type) => common is null ? null : TrinoType.Common(common, type));

    private static QueryFailedException NoCommonType(string what, TrinoType[] types)
    {
        var common = TrinoType.Unknown;
        foreach (var type in types)
        {
            if (TrinoType.Common(common, type) is not { } next)
            {
                return new QueryFailedException("TYPE_MISMATCH", $"{what}. Cannot find common type between {common} and {type}");
            }
            common = next;
        }
        throw new ArgumentException("The types have a common type.", nameof(types));
    }

    private static void Truth(TrinoType type, string what)
    {
        if (type != TrinoType.Boolean && !type.IsUnknown)
        {
            throw new QueryFailedException("TYPE_MISMATCH", $"{what} must evaluate to a boolean (actual: {type})");
        }
    }

    // INTERVAL '1' DAY is to_days(CAST(trunc(CAST('1' AS DOUBLE)) AS INTEGER)), or without trunc.
    private static string? IntervalOf(JsonObject node)
    {
        JsonNode? child = node["children"] is JsonArray { Count: 1 } children ? children[0] : null;
        while (child.Class() == "CAST" || (child.Class() == "FUNCTION" && child!.AsObject().Text("function_name") == "trunc"))
        {
            child = child.Class() == "CAST" ? child!["child"] : child!["children"]![0];
        }
        return child.Literal();
    }

    private static bool IsCount(JsonNode? node) =>
        node.Class() == "CONSTANT" && node!["value"]!["type"]!.AsObject().Text("id") is "INTEGER" or "BIGINT" && node["value"]!["value"]?.GetValue<long>() >= 0;

    private static QueryFailedException Unsupported(string what) => new("NOT_SUPPORTED", $"the local Athena does not run {what}");

    [GeneratedRegex(@"^[+-]?(?=\.?\d)0*(?<whole>\d*)(\.(?<fraction>\d*))?$")]
    private static partial Regex DecimalLiteral();

    [GeneratedRegex(@"^\d{4}-\d{1,2}-\d{1,2}$")]
    private static partial Regex DateLiteral();

    [GeneratedRegex(@"^\d{4}-\d{1,2}-\d{1,2}( \d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,3})?)?)?$")]
    private static partial Regex TimestampLiteral();

    [GeneratedRegex(@"^-?\d{1,9}$")]
    private static partial Regex Whole();
}
