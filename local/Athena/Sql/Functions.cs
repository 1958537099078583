using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fanout.Local.Athena.Sql;

/// <summary>The functions that are known; calls of them become calls that DuckDB answers alike.</summary>
internal static partial class Functions
{
    // Alike in both; DuckDB checks the number of the arguments.
    private static readonly HashSet<string> Alike =
    [
        .. """
           abs acos asin atan atan2 avg bool_and bool_or cbrt ceil ceiling chr coalesce concat_ws corr cos count
           count_star covar_pop covar_samp cume_dist day degrees dense_rank exp first_value floor hour lag last_value lead
           length ln log log10 log2 lower lpad ltrim max max_by md5 min min_by minute month nth_value ntile now nullif
           percent_rank pi position power pow quarter radians rank reverse round row_number rpad rtrim second sign sin sqrt
           starts_with stddev stddev_pop stddev_samp strpos sum tan trim trunc upper var_pop var_samp
           variance year if + - * || ~~ !~~ like_escape not_like_escape
           to_days to_hours to_minutes to_seconds to_months to_years to_weeks
           """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries),
    ];

    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["any_value"] = "any_value",
        ["approx_distinct"] = "approx_count_distinct",
        ["approx_percentile"] = "approx_quantile",
        ["arbitrary"] = "any_value",
        ["array_agg"] = "array_agg",
        ["array_distinct"] = "list_distinct",
        ["array_intersect"] = "list_intersect",
        ["array_join"] = "array_to_string",
        ["array_max"] = "trino_array_max",
        ["array_min"] = "trino_array_min",
        ["array_position"] = "list_position",
        ["array_sort"] = "list_sort",
        ["cardinality"] = "len",
        ["codepoint"] = "unicode",
        ["contains"] = "trino_contains",
        ["count_if"] = "count_if",
        ["day_of_month"] = "day",
        ["day_of_week"] = "isodow",
        ["day_of_year"] = "dayofyear",
        ["dow"] = "isodow",
        ["doy"] = "dayofyear",
        ["element_at"] = "trino_element_at",
        ["every"] = "bool_and",
        ["from_iso8601_timestamp"] = "trino_from_iso8601_timestamp",
        ["from_unixtime"] = "trino_from_unixtime",
        ["json_extract"] = "json_extract",
        ["json_extract_scalar"] = "trino_json_extract_scalar",
        ["last_day_of_month"] = "last_day",
        ["regexp_extract"] = "trino_regexp_extract",
        ["regexp_extract_all"] = "regexp_extract_all",
        ["regexp_like"] = "regexp_matches",
        ["sequence"] = "trino_sequence",
        ["split"] = "string_split",
        ["to_iso8601"] = "trino_to_iso8601",
        ["to_unixtime"] = "trino_to_unixtime",
        ["truncate"] = "trunc",
        ["unnest"] = "unnest",
        ["week"] = "week",
        ["week_of_year"] = "week",
        ["year_of_week"] = "trino_year_of_week",
        ["yow"] = "trino_year_of_week",
        ["split_part"] = "trino_split_part",
        ["date_trunc"] = "trino_date_trunc",
        ["substr"] = "trino_substr",
        ["substring"] = "trino_substr",
        ["/"] = "trino_divide",
        ["%"] = "trino_modulus",
        ["mod"] = "trino_modulus",
    };

    // What extract() takes, under its name in DuckDB.
    private static readonly Dictionary<string, string> Parts = new()
    {
        ["year"] = "year",
        ["quarter"] = "quarter",
        ["month"] = "month",
        ["week"] = "week",
        ["day"] = "day",
        ["day_of_month"] = "day",
        ["day_of_week"] = "isodow",
        ["dow"] = "isodow",
        ["day_of_year"] = "doy",
        ["doy"] = "doy",
        ["year_of_week"] = "isoyear",
        ["yow"] = "isoyear",
        ["hour"] = "hour",
        ["minute"] = "minute",
        ["second"] = "second",
    };

    private static readonly string[] Units = ["millisecond", "second", "minute", "hour", "day", "week", "month", "year"];

    // What takes more than another name; null leaves the call as it is.
    private static readonly Dictionary<string, Func<JsonObject, JsonNode[], JsonNode?>> Rewritten = new()
    {
        ["concat"] = (call, children) => children[1..].Aggregate(children[0], (left, right) => SqlNode.Operator(call, "||", left.Bare(), right)),
        ["greatest"] = Fold("trino_greatest"),
        ["least"] = Fold("trino_least"),
        ["date_format"] = (call, children) => SqlNode.Call(call, "strftime", children[0], Pattern(call, children, DatePatterns.FromMysql)),
        ["date_parse"] = (call, children) => SqlNode.Call(call, "strptime", children[0], Pattern(call, children, DatePatterns.FromMysql)),
        ["format_datetime"] = (call, children) => SqlNode.Call(call, "strftime", children[0], Pattern(call, children, DatePatterns.FromJava)),
        ["parse_datetime"] = (call, children) => SqlNode.Call(
            call, "timezone", SqlNode.Constant("UTC"), SqlNode.Call(null, "strptime", children[0], Pattern(call, children, DatePatterns.FromJava))),
        ["from_iso8601_date"] = ToDate,
        ["date"] = ToDate,
        ["date_diff"] = (call, children) => SqlNode.Call(call, "date_sub", children),
        ["date_add"] = DateAdd,
        ["date_part"] = Extract,
        ["replace"] = (call, children) => SqlNode.Call(call, "replace", children.Length == 2 ? [.. children, SqlNode.Constant("")] : children),
        ["regexp_replace"] = RegexpReplace,
        ["+"] = (call, children) => children.Any(IsInterval) ? SqlNode.Call(call, "trino_plus", children) : null,
        ["-"] = (call, children) => children.Length == 2 && IsInterval(children[1]) ? SqlNode.Call(call, "trino_minus", children) : null,
    };

    /// <summary>The call of a function of Trino's as one that DuckDB answers alike; null where the function is not known.</summary>
    /// <exception cref="QueryFailedException">It is known, but not with these arguments.</exception>
    public static JsonNode? Translate(JsonObject call)
    {
        var name = call.Text("function_name").ToLowerInvariant();
        if (Rewritten.TryGetValue(name, out var rewrite))
        {
            if (call.Class() == "WINDOW")
            {
                return null;
            }
            var children = call.TakeChildren();
            if (rewrite(call, children) is { } rewritten)
            {
                return rewritten;
            }
            call["children"] = new JsonArray(children);
            return call;
        }
        if (Renamed.TryGetValue(name, out var other))
        {
            call["function_name"] = other;
            call["is_operator"] = false;
            return call;
        }
        return Alike.Contains(name) ? call : null;
    }

    private static Func<JsonObject, JsonNode[], JsonNode?> Fold(string name) => (call, children) =>
        children[1..].Aggregate(children[0], (left, right) => SqlNode.Call(call, name, left.Bare(), right));

    private static JsonObject Pattern(JsonObject call, JsonNode[] children, Func<string, string> translate) =>
        SqlNode.Constant(translate(children.ElementAtOrDefault(1).Literal() ?? throw new QueryFailedException(
            "NOT_SUPPORTED",
            $"the local Athena translates the pattern of {call.Text("function_name")} only where it is a string literal")));

    private static JsonObject ToDate(JsonObject call, JsonNode[] children) =>
        SqlNode.Cast(call, "DATE", SqlNode.Call(null, "trino_date", children));

    private static JsonObject DateAdd(JsonObject call, JsonNode[] children)
    {
        if (children is not [var unit, var count, var time] || !Units.Contains(unit.Literal()?.ToLowerInvariant()))
        {
            throw new QueryFailedException(
                "NOT_SUPPORTED", $"the local Athena needs the unit of date_add as one of {string.Join(", ", Units)}");
        }
        return SqlNode.Call(call, "trino_plus", time, SqlNode.Call(null, $"to_{unit.Literal()!.ToLowerInvariant()}s", count));
    }

    private static JsonObject Extract(JsonObject call, JsonNode[] children) =>
        SqlNode.Call(
            call,
            "date_part",
            SqlNode.Constant(Parts.GetValueOrDefault(children[0].Literal()?.ToLowerInvariant() ?? "") ?? throw new QueryFailedException(
                "NOT_SUPPORTED", $"the local Athena extracts {string.Join(", ", Parts.Keys)}, not {children[0].Literal()}")),
            children[^1]);

    private static JsonObject RegexpReplace(JsonObject call, JsonNode[] children)
    {
        var replacement = children.Length < 3 ? "" : children[2].Literal() ?? throw new QueryFailedException(
            "NOT_SUPPORTED", "the local Athena needs the replacement of regexp_replace as a string literal");
        return SqlNode.Call(
            call, "regexp_replace", children[0], children[1], SqlNode.Constant(Group().Replace(replacement, @"\$1")), SqlNode.Constant("g"));
    }

    private static bool IsInterval(JsonNode node) =>
        node.Class() == "FUNCTION" && node.AsObject().Text("function_name") is "to_days" or "to_hours" or "to_minutes"
            or "to_seconds" or "to_months" or "to_years" or "to_weeks";

    [GeneratedRegex(@"\$([0-9])")]
    private static partial Regex Group();
}
