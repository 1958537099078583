using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>The operators: arithmetic of numbers and of times, and of texts; <see cref="Expressions"/> has the others.</summary>
internal static class Operators
{
    /// <summary>The operators and expressions that are known to answer as Trino's do.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "+", "-", "*", "/", "%", "||", "LIKE", "NOT LIKE",
        "=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM", "BETWEEN", "IN", "IN (query)", "EXISTS", "(query)",
        "IS NULL", "IS NOT NULL", "AND", "OR", "NOT", "CASE", "if", "coalesce", "nullif", "try", "ARRAY", "EXTRACT", "INTERVAL",
        .. Clocks.All,
    ];

    /// <summary>The types that operands become, and the type of the result; null where Trino has no such operation.</summary>
    /// <exception cref="QueryFailedException">Trino has it, but it is not known to answer alike.</exception>
    public static (TrinoType[] Parameters, TrinoType Result)? Bind(string name, TrinoType[] types) => (name, types) switch
    {
        ("||" or "LIKE" or "NOT LIKE", [var left, var right]) => AreTexts(left, right)
            ? ([TrinoType.Varchar, TrinoType.Varchar], name == "||" ? TrinoType.Varchar : TrinoType.Boolean)
            : left.Element is not null || right.Element is not null ? throw Unsupported($"{left} {name} {right}")
            : null,
        ("-" or "+", [var only]) => only.IsNumber ? ([only], only) : null,
        ("+", [{ IsInterval: true } interval, { IsTime: true } time]) => Moved(time, interval, [interval, time]),
        ("+" or "-", [{ IsTime: true } time, { IsInterval: true } interval]) => Moved(time, interval, [time, interval]),
        ("-", [{ IsTime: true } left, { IsTime: true } right]) => throw Unsupported($"{left} - {right}; use date_diff"),
        (_, [{ IsInterval: true }, _] or [_, { IsInterval: true }]) => types.All(type => type.IsInterval || type.IsNumber)
            ? throw Unsupported($"{types[0]} {name} {types[1]}")
            : null,
        ("+" or "-" or "*" or "/" or "%", [var left, var right]) => Arithmetic(name, left, right),
        _ => throw Unsupported($"the operator {name}"),
    };

    /// <summary>An operation as one of DuckDB's.</summary>
    public static JsonNode Translate(JsonObject node, string name, JsonNode[] arguments, TrinoType[] types) => (name, types[0].IsInteger) switch
    {
        ("/", true) => SqlNode.Call(node, "trino_divide", arguments),
        ("%", true) => SqlNode.Call(node, "trino_modulus", arguments),
        _ => Filled(node, arguments),
    };

    private static JsonObject Filled(JsonObject node, JsonNode[] arguments)
    {
        node["children"] = new JsonArray(arguments);
        return node;
    }

    private static bool AreTexts(params ReadOnlySpan<TrinoType> types)
    {
        foreach (var type in types)
        {
            if (type != TrinoType.Varchar && !type.IsUnknown)
            {
                return false;
            }
        }
        return true;
    }

    private static (TrinoType[] Parameters, TrinoType Result) Moved(TrinoType time, TrinoType interval, TrinoType[] parameters) =>
        time == TrinoType.Date && interval == TrinoType.Hours
            ? throw new QueryFailedException("INVALID_FUNCTION_ARGUMENT", "Cannot add hour, minutes or seconds to a date")
            : (parameters, time);

    private static (TrinoType[] Parameters, TrinoType Result)? Arithmetic(string name, TrinoType left, TrinoType right)
    {
        var common = TrinoType.Common(left, right);
        if (common is null || (!common.IsNumber && !common.IsUnknown))
        {
            return null;
        }
        if (common.IsUnknown)
        {
            return ([TrinoType.Bigint, TrinoType.Bigint], TrinoType.Bigint);
        }
        if (!common.IsDecimal)
        {
            return ([common, common], common);
        }
        var (a, b) = (left.IsUnknown ? common : left.AsDecimal(), right.IsUnknown ? common : right.AsDecimal());
        var scale = Math.Max(a.Scale, b.Scale);
        return name switch
        {
            "/" => throw new QueryFailedException("NOT_SUPPORTED", "the local Athena does not divide decimals; cast to double"),
            "%" => throw Unsupported("% of decimals; cast to double"),
            "*" => ([a, b], TrinoType.Decimal(a.Precision + b.Precision, a.Scale + b.Scale)),
            _ => ([a, b], TrinoType.Decimal(Math.Max(a.Precision - a.Scale, b.Precision - b.Scale) + scale + 1, scale)),
        };
    }

    private static QueryFailedException Unsupported(string what) => new("NOT_SUPPORTED", $"the local Athena does not run {what}");
}
