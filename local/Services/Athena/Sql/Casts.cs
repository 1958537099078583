using System.Text.Json.Nodes;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>The casts that are known to answer as Trino's do; NULL is cast to any type.</summary>
internal static class Casts
{
    private static readonly string[] Integers = ["tinyint", "smallint", "integer", "bigint"];

    /// <summary>The types that values can be cast to, and from which.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["boolean"] = ["boolean", .. Integers, "varchar"],
        ["tinyint"] = [.. Integers, "boolean", "decimal", "real", "double", "varchar"],
        ["smallint"] = [.. Integers, "boolean", "decimal", "real", "double", "varchar"],
        ["integer"] = [.. Integers, "boolean", "decimal", "real", "double", "varchar"],
        ["bigint"] = [.. Integers, "boolean", "decimal", "real", "double", "varchar"],
        ["real"] = [.. Integers, "decimal", "real", "double", "varchar"],
        ["double"] = [.. Integers, "decimal", "real", "double", "varchar"],
        ["decimal"] = [.. Integers, "decimal", "double", "varchar"],
        ["varchar"] = [.. Integers, "boolean", "decimal", "varchar", "date", "timestamp", "timestamp with time zone"],
        ["date"] = ["date", "timestamp", "varchar"],
        ["timestamp"] = ["date", "timestamp", "varchar"],
    };

    /// <summary>A cast.</summary>
    /// <param name="origin">The node whose place it takes.</param>
    /// <param name="child">What is cast.</param>
    /// <param name="from">Its type.</param>
    /// <param name="to">The type that it becomes.</param>
    /// <param name="isTry">Whether what cannot be cast is NULL.</param>
    /// <exception cref="QueryFailedException">There is no such cast.</exception>
    public static JsonNode Node(JsonObject origin, JsonNode child, TrinoType from, TrinoType to, bool isTry)
    {
        if (!Allowed.TryGetValue(to.Name, out var known))
        {
            throw new QueryFailedException("NOT_SUPPORTED", $"the local Athena does not run casts to {to}; it casts to {string.Join(", ", Allowed.Keys)}");
        }
        if (from.IsUnknown)
        {
            return SqlNode.Cast(origin, to, child);
        }
        if (from.IsDouble && to == TrinoType.Varchar)
        {
            throw new QueryFailedException("NOT_SUPPORTED", "the local Athena does not write a double as Trino does (1.0E0); cast it to decimal first");
        }
        if (!known.Contains(from.Name))
        {
            throw IsNone(from, to)
                ? new QueryFailedException("TYPE_MISMATCH", $"Cannot cast {from} to {to}")
                : new QueryFailedException("NOT_SUPPORTED", $"the local Athena does not cast {from} to {to}");
        }
        if (to == TrinoType.Varchar)
        {
            return from == TrinoType.Timestamp ? SqlNode.Call(origin, "strftime", child, SqlNode.Constant("%Y-%m-%d %H:%M:%S.%g"))
                : from.IsTime && from != TrinoType.Date ? SqlNode.Call(origin, "strftime", child, SqlNode.Constant("%Y-%m-%d %H:%M:%S.%g UTC"))
                : from.IsDecimal ? SqlNode.Call(origin, "trino_decimal_text", child)
                : SqlNode.Cast(origin, to, child);
        }
        var checkedChild = from == TrinoType.Varchar
            ? SqlNode.Call(null, "trino_text", child, SqlNode.Constant(Pattern(to)), SqlNode.Constant(to.ToString()), SqlNode.Boolean(isTry))
            : from.IsDouble && to.IsInteger ? SqlNode.Call(null, "round", child)
            : child;
        // DuckDB refuses many an exponent: 1e-5 as a decimal(5,5), 12e-3 as a decimal(3,2).
        return SqlNode.Cast(origin, to, from == TrinoType.Varchar && to.IsDecimal ? SqlNode.Call(null, "trino_digits", checkedChild) : checkedChild, isTry);
    }

    // A text with spaces around a number is one in newer versions of Trino only.
    private static string Pattern(TrinoType to) => to.Name switch
    {
        "boolean" => "(?i)t|true|1|f|false|0",
        "date" => @"\s*\d{4}-\d{1,2}-\d{1,2}\s*",
        "timestamp" => @"\s*\d{4}-\d{1,2}-\d{1,2}( \d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,3})?)?)?\s*",
        "real" or "double" => @"\s*([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|NaN|[+-]?Infinity)\s*",
        "decimal" => @"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?",
        _ => @"[+-]?\d+",
    };

    private static bool IsNone(TrinoType from, TrinoType to) =>
        (from.IsTime && (to.IsNumber || to == TrinoType.Boolean)) || (to.IsTime && (from.IsNumber || from == TrinoType.Boolean));
}
