using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// The functions that are known to answer as Trino's do: <c>docs/athena-sql.md</c> has the list, the tests what each answers
/// at its edges. Any other is refused.
/// </summary>
internal static partial class Functions
{
    private static readonly string[] Units = ["millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"];
    private static readonly string[] UnitsOfDates = ["day", "week", "month", "quarter", "year"];

    // What extract() takes, under its name in DuckDB; the last three only of a timestamp.
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

    private static readonly string[] PartsOfTimes = ["hour", "minute", "second"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Function> All { get; } =
    [
        // Numbers
        Scalar("abs", "abs(N) -> N"),
        Scalar("ceil", "ceil(D) -> D"),
        Scalar("ceil", "ceiling(D) -> D"),
        Scalar("floor", "floor(D) -> D"),
        Scalar("round", "round(D) -> D", "round(D, integer) -> D"),
        Scalar("trino_modulus", "mod(I, I) -> I"),
        Rewritten(Extreme("max"), "greatest(O, ...) -> O"),
        Rewritten(Extreme("min"), "least(O, ...) -> O"),

        // Texts
        Rewritten(Character, "chr(bigint) -> varchar"),
        Rewritten(call => call.Arguments[1..].Aggregate(call.Arguments[0], (left, right) => SqlNode.Operator(call.Node, "||", left, right)), "concat(varchar, varchar, ...) -> varchar"),
        Scalar("length", "length(varchar) -> bigint"),
        Scalar("lower", "lower(varchar) -> varchar"),
        Scalar("trino_upper", "upper(varchar) -> varchar"),
        Scalar("trino_lpad", "lpad(varchar, bigint, varchar) -> varchar"),
        Scalar("trino_rpad", "rpad(varchar, bigint, varchar) -> varchar"),
        Scalar("trino_ltrim", "ltrim(varchar) -> varchar"),
        Scalar("trino_rtrim", "rtrim(varchar) -> varchar"),
        Scalar("trino_trim", "trim(varchar) -> varchar"),
        Scalar("strpos", "position(varchar, varchar) -> bigint"),
        Scalar("strpos", "strpos(varchar, varchar) -> bigint"),
        Rewritten(
            call => SqlNode.Call(
                call.Node, IsText(call, 1) ? "replace" : "trino_replace", call.Arguments.Length == 2 ? [.. call.Arguments, SqlNode.Constant("")] : call.Arguments),
            "replace(varchar, varchar) -> varchar", "replace(varchar, varchar, varchar) -> varchar"),
        Scalar(call => IsText(call, 1) ? "string_split" : "trino_split", "split(varchar, varchar) -> array(varchar)"),
        Scalar("trino_split_part", "split_part(varchar, varchar, bigint) -> varchar"),
        Scalar("starts_with", "starts_with(varchar, varchar) -> boolean"),
        Scalar(Substring, "substr(varchar, bigint) -> varchar", "substr(varchar, bigint, bigint) -> varchar"),
        Scalar(Substring, "substring(varchar, bigint) -> varchar", "substring(varchar, bigint, bigint) -> varchar"),
        Rewritten(Regexp("trino_regexp_extract"), "regexp_extract(varchar, varchar) -> varchar", "regexp_extract(varchar, varchar, bigint) -> varchar"),
        Rewritten(call => Regexp("regexp_extract_all")(EachMatch(call)), "regexp_extract_all(varchar, varchar) -> array(varchar)"),
        Rewritten(Regexp("regexp_matches"), "regexp_like(varchar, varchar) -> boolean"),
        Rewritten(RegexpReplace, "regexp_replace(varchar, varchar) -> varchar", "regexp_replace(varchar, varchar, varchar) -> varchar"),
        Rewritten(JsonExtract, "json_extract_scalar(varchar, varchar) -> varchar"),

        // Times
        Rewritten(call => Casts.Node(call.Node, call.Arguments[0], call.Types[0], TrinoType.Date, isTry: false), "date(X) -> date", "date(varchar) -> date"),
        Rewritten(DateAdd, "date_add(varchar, bigint, X) -> X"),
        Rewritten(
            call => SqlNode.Call(call.Node, "date_sub", [Unit(call, call.Types[1], ["millisecond", "second", "minute", "hour", "day", "week"]), .. call.Arguments[1..]]),
            "date_diff(varchar, X, X) -> bigint"),
        Rewritten(Formatted("strftime", DatePatterns.Mysql, "date_format"), "date_format(timestamp, varchar) -> varchar"),
        Rewritten(Formatted("strptime", DatePatterns.MysqlToRead, "date_parse"), "date_parse(varchar, varchar) -> timestamp"),
        Rewritten(call => SqlNode.Call(call.Node, "date_trunc", Unit(call, call.Types[1], Units), call.Arguments[1]), "date_trunc(varchar, X) -> X"),
        Rewritten(Formatted("strftime", DatePatterns.Java, "format_datetime"), "format_datetime(timestamp, varchar) -> varchar"),
        Scalar("trino_from_iso8601_timestamp", "from_iso8601_timestamp(varchar) -> timestamp with time zone"),
        Scalar("trino_from_unixtime", "from_unixtime(double) -> timestamp with time zone"),
        Scalar("last_day", "last_day_of_month(X) -> date"),
        Scalar("now", "now() -> timestamp with time zone"),
        Scalar("epoch", "to_unixtime(timestamp) -> double", "to_unixtime(timestamp with time zone) -> double"),
        .. Parts.Where(part => PartsOfTimes.Contains(part.Key)).Select(part => Part(part.Key, part.Value, "timestamp")),
        .. Parts.Where(part => !PartsOfTimes.Contains(part.Key)).Select(part => Part(part.Key, part.Value, "X")),
        Part("week_of_year", "week", "X"),

        // Arrays
        Scalar(call => call.Arguments[1].Literal() is null ? "trino_array_join" : "array_to_string", "array_join(array(varchar), varchar) -> varchar"),
        Scalar("trino_array_intersect", "array_intersect(array(O), array(O)) -> array(O)"),
        Scalar("trino_array_max", "array_max(array(O)) -> O"),
        Scalar("trino_array_min", "array_min(array(O)) -> O"),
        Scalar("trino_array_position", "array_position(array(O), O) -> bigint"),
        Scalar("len", "cardinality(array(T)) -> bigint"),
        Scalar("trino_contains", "contains(array(O), O) -> boolean"),
        Scalar(call => IsPositive(call, 1) ? "list_extract" : "trino_element_at", "element_at(array(T), bigint) -> T"),
        Scalar("trino_sequence", "sequence(bigint, bigint) -> array(bigint)", "sequence(bigint, bigint, bigint) -> array(bigint)"),

        // Aggregates
        Aggregate("any_value", "any_value(T) -> T"),
        Aggregate("any_value", "arbitrary(T) -> T"),
        Aggregate("array_agg", "array_agg(T) -> array(T)"),
        Aggregate("avg", "avg(bigint) -> double", "avg(double) -> double"),
        Aggregate("bool_and", "bool_and(boolean) -> boolean"),
        Aggregate("bool_or", "bool_or(boolean) -> boolean"),
        Aggregate("count", "count() -> bigint", "count(T) -> bigint"),
        Make(FunctionKind.Aggregate, call => SqlNode.Coalesce(Rename("count_if")(call), SqlNode.Number(0)), ["count_if(boolean) -> bigint"]),
        Aggregate("bool_and", "every(boolean) -> boolean"),
        Aggregate("max", "max(O) -> O"),
        Aggregate("arg_max_null", "max_by(T, O) -> T"),
        Aggregate("min", "min(O) -> O"),
        Aggregate("arg_min_null", "min_by(T, O) -> T"),
        Aggregate("sum", "sum(bigint) -> bigint", "sum(P) -> decimal(38,s)", "sum(double) -> double"),

        // Windows
        Window("dense_rank() -> bigint"),
        Window("first_value(T) -> T"),
        Window("lag(T) -> T", "lag(T, bigint) -> T", "lag(T, bigint, T) -> T"),
        Window("last_value(T) -> T"),
        Window("lead(T) -> T", "lead(T, bigint) -> T", "lead(T, bigint, T) -> T"),
        Window("rank() -> bigint"),
        Window("row_number() -> bigint"),
    ];

    private static readonly Dictionary<string, Function> ByName = All.ToDictionary(function => function.Name);

    /// <summary>The function of a name; null where it is not known.</summary>
    public static Function? Find(string name) => ByName.GetValueOrDefault(name.ToLowerInvariant());

    /// <summary>The name in DuckDB of what extract() takes.</summary>
    /// <exception cref="QueryFailedException">It takes no such thing, or not of a value of the type.</exception>
    public static string PartOf(string part, TrinoType type)
    {
        var name = part.ToLowerInvariant();
        if (!Parts.TryGetValue(name, out var known))
        {
            throw new QueryFailedException("NOT_SUPPORTED", $"the local Athena extracts {string.Join(", ", Parts.Keys)}, not {part}");
        }
        return type == TrinoType.Timestamp || (type == TrinoType.Date && !PartsOfTimes.Contains(name))
            ? known
            : throw new QueryFailedException("TYPE_MISMATCH", $"Cannot extract {name} from {type}");
    }

    private static Function Scalar(string name, params string[] signatures) => Make(FunctionKind.Scalar, Rename(name), signatures);

    private static Function Scalar(Func<BoundCall, string> name, params string[] signatures) =>
        Make(FunctionKind.Scalar, call => Rename(name(call))(call), signatures);

    private static Function Aggregate(string name, params string[] signatures) => Make(FunctionKind.Aggregate, Rename(name), signatures);

    private static Function Window(params string[] signatures) => Make(FunctionKind.Window, Rename(null), signatures);

    private static Function Rewritten(Func<BoundCall, JsonNode> translate, params string[] signatures) => Make(FunctionKind.Scalar, translate, signatures);

    private static Function Part(string name, string part, string type) => Rewritten(
        call => SqlNode.Call(call.Node, "date_part", SqlNode.Constant(part), call.Arguments[0]), $"{name}({type}) -> bigint");

    private static Function Make(FunctionKind kind, Func<BoundCall, JsonNode> translate, string[] texts)
    {
        Signature[] signatures = Array.ConvertAll(texts, Signature.Parse);
        return new Function(signatures[0].Name, kind, signatures, translate);
    }

    // A constant is looked at here: a macro would look at it for each row, and takes many times as long to bind as a call.
    private static bool IsText(BoundCall call, int index) => call.Arguments[index].Literal() is { Length: > 0 };

    private static bool IsPositive(BoundCall call, int index) => call.Arguments[index].Integer() is > 0 and <= int.MaxValue;

    private static string Substring(BoundCall call) =>
        IsPositive(call, 1) && (call.Arguments.Length == 2 || IsPositive(call, 2)) ? "substr" : "trino_substr";

    private static JsonNode Character(BoundCall call)
    {
        if (call.Arguments[0].Integer() is not (> 0 and <= char.MaxValue and var code) || char.IsSurrogate((char)code))
        {
            return Rename("trino_chr")(call);
        }

        var text = SqlNode.Constant($"{(char)code}");
        text["alias"] = call.Node.Text("alias");
        text["query_location"] = call.Node["query_location"]?.DeepClone();
        return text;
    }

    // The node keeps what belongs to an aggregate: DISTINCT, FILTER, ORDER BY.
    private static Func<BoundCall, JsonNode> Rename(string? name) => call =>
    {
        call.Node["function_name"] = name is "count" && call.Arguments.Length == 0 ? "count_star" : name ?? call.Node.Text("function_name");
        call.Node["schema"] = "";
        call.Node["children"] = new JsonArray(call.Arguments);
        return call.Node;
    };

    private static Func<BoundCall, JsonNode> Extreme(string name) => call =>
        SqlNode.Call(call.Node, "trino_of_all", SqlNode.Constant(name), SqlNode.Call(null, "list_value", call.Arguments));

    private static Func<BoundCall, JsonNode> Formatted(string name, DatePatterns patterns, string what) => call =>
        SqlNode.Call(call.Node, name, call.Arguments[0], SqlNode.Constant(patterns.Translate(call.Literal(1, $"the pattern of {what}"))));

    private static JsonObject Unit(BoundCall call, TrinoType type, string[] units)
    {
        var unit = call.Literal(0, "the unit").ToLowerInvariant();
        if (!units.Contains(unit))
        {
            throw new QueryFailedException("NOT_SUPPORTED", $"the local Athena takes the units {string.Join(", ", units)} here, not '{unit}'");
        }
        return type == TrinoType.Date && !UnitsOfDates.Contains(unit)
            ? throw new QueryFailedException("INVALID_FUNCTION_ARGUMENT", $"'{unit}' is not a valid DATE field")
            : SqlNode.Constant(unit);
    }

    private static JsonObject DateAdd(BoundCall call)
    {
        var unit = Unit(call, call.Types[2], Units).Literal()!;
        var (interval, type) = unit switch
        {
            "quarter" => ("to_months", "INTEGER"),
            "hour" or "minute" => ($"to_{unit}s", "BIGINT"),
            "second" or "millisecond" => ($"to_{unit}s", "DOUBLE"),
            _ => ($"to_{unit}s", "INTEGER"),
        };
        var count = unit == "quarter" ? SqlNode.Operator(null, "*", call.Arguments[1], SqlNode.Number(3)) : call.Arguments[1];
        return SqlNode.Operator(call.Node, "+", call.Arguments[2], SqlNode.Call(null, interval, SqlNode.Cast(call.Node, type, count)));
    }

    private static Func<BoundCall, JsonNode> Regexp(string name) => call =>
    {
        var pattern = call.Literal(1, "a pattern");
        // Where a group takes no part in a match, Trino gives NULL and DuckDB an empty text.
        return call.Arguments.Length == 3 && OptionalGroup().IsMatch(pattern)
            ? throw new QueryFailedException("NOT_SUPPORTED", $"the local Athena gives a group only where no group may be left out, not of '{pattern}'")
            : SqlNode.Call(call.Node, name, [call.Arguments[0], Pattern(pattern), .. call.Arguments[2..]]);
    };

    private static JsonObject RegexpReplace(BoundCall call)
    {
        var pattern = Pattern(EachMatch(call).Literal(1, "a pattern"));
        var replacement = call.Arguments.Length < 3 ? "" : call.Literal(2, "the replacement of regexp_replace");
        return UnknownReplacement().IsMatch(replacement)
            ? throw new QueryFailedException("NOT_SUPPORTED", $"the local Athena takes $0 to $9 in a replacement, and no other $ or \\: '{replacement}'")
            : SqlNode.Call(
                call.Node, "regexp_replace", call.Arguments[0], pattern, SqlNode.Constant(replacement.Replace('$', '\\')), SqlNode.Constant("g"));
    }

    // After a match Trino finds an empty one at its end, RE2 does not.
    private static BoundCall EachMatch(BoundCall call)
    {
        var pattern = call.Literal(1, "a pattern");
        return MayBeEmpty(pattern)
            ? throw new QueryFailedException("NOT_SUPPORTED", $"the local Athena does not look for all matches of a pattern that an empty text meets: '{pattern}'")
            : call;
    }

    private static bool MayBeEmpty(string pattern)
    {
        try
        {
            return pattern.Contains(@"\b", StringComparison.OrdinalIgnoreCase) || Regex.IsMatch("", HexOrProperty().Replace(pattern, "x"), RegexOptions.None, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // What both understand, and alike.
    private static JsonObject Pattern(string pattern) => UnknownInPattern().Match(pattern) is { Success: true, Value: var found }
        ? throw new QueryFailedException("NOT_SUPPORTED", $"the local Athena does not run '{found}' in the pattern '{pattern}'")
        : SqlNode.Constant(pattern);

    private static JsonObject JsonExtract(BoundCall call)
    {
        var path = call.Literal(1, "a JSON path");
        return JsonPath().IsMatch(path)
            ? SqlNode.Call(call.Node, "trino_json_extract_scalar", call.Arguments[0], SqlNode.Constant(Bracketed().Replace(path, ".$1")))
            : throw new QueryFailedException("NOT_SUPPORTED", $"the local Athena runs JSON paths such as $.a, $[\"a b\"] and $.a[0], not '{path}'");
    }

    // What .NET writes otherwise: a letter stands for it.
    [GeneratedRegex(@"\\x\{[0-9A-Fa-f]+\}|\\[pP]\{[^}]*\}|\\[pP][A-Z]")]
    private static partial Regex HexOrProperty();

    [GeneratedRegex(@"\)[?*{]|\|")]
    private static partial Regex OptionalGroup();

    [GeneratedRegex(@"\$(?![0-9])|\\")]
    private static partial Regex UnknownReplacement();

    // Lookaround, references to groups, possessive quantifiers, classes within classes, and what only one of them has.
    [GeneratedRegex(@"\(\?(?!:).?|\\[1-9GRXZhHvVkQEzCB]|[+*?}]\+|&&|(?<!\\)\[[^\]]*(?<!\\)\[")]
    private static partial Regex UnknownInPattern();

    [GeneratedRegex(@"^\$(\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\]|\[""[^""\\]+""\])*$")]
    private static partial Regex JsonPath();

    [GeneratedRegex(@"\[(""[^""]+"")\]")]
    private static partial Regex Bracketed();
}
