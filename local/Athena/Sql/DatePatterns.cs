using System.Text.RegularExpressions;

namespace Fanout.Local.Athena.Sql;

/// <summary>Date patterns as those of <c>strftime</c>; what is left out Trino does not support either, or DuckDB has nothing like it.</summary>
internal static partial class DatePatterns
{
    // "date_format, date_parse".
    private static readonly Dictionary<string, string> MysqlParts = new()
    {
        ["a"] = "%a",
        ["b"] = "%b",
        ["c"] = "%-m",
        ["d"] = "%d",
        ["e"] = "%-d",
        ["f"] = "%f",
        ["H"] = "%H",
        ["h"] = "%I",
        ["I"] = "%I",
        ["i"] = "%M",
        ["j"] = "%j",
        ["k"] = "%-H",
        ["l"] = "%-I",
        ["M"] = "%B",
        ["m"] = "%m",
        ["p"] = "%p",
        ["r"] = "%I:%M:%S %p",
        ["S"] = "%S",
        ["s"] = "%S",
        ["T"] = "%H:%M:%S",
        ["v"] = "%V",
        ["W"] = "%A",
        ["x"] = "%G",
        ["Y"] = "%Y",
        ["y"] = "%y",
        ["%"] = "%%",
    };

    // "format_datetime, parse_datetime".
    private static readonly Dictionary<string, string> JavaParts = new()
    {
        ["yyyy"] = "%Y",
        ["yy"] = "%y",
        ["y"] = "%Y",
        ["MMMM"] = "%B",
        ["MMM"] = "%b",
        ["MM"] = "%m",
        ["M"] = "%-m",
        ["dd"] = "%d",
        ["d"] = "%-d",
        ["HH"] = "%H",
        ["H"] = "%-H",
        ["hh"] = "%I",
        ["h"] = "%-I",
        ["mm"] = "%M",
        ["m"] = "%-M",
        ["ss"] = "%S",
        ["s"] = "%-S",
        ["SSS"] = "%g",
        ["a"] = "%p",
        ["EEEE"] = "%A",
        ["EEE"] = "%a",
        ["E"] = "%a",
        ["DDD"] = "%j",
        ["xxxx"] = "%G",
        ["ww"] = "%V",
        ["e"] = "%u",
    };

    /// <summary>A pattern of MySQL.</summary>
    /// <exception cref="QueryFailedException">A part of it is not translated.</exception>
    public static string FromMysql(string pattern) => MysqlPart().Replace(
        pattern, part => MysqlParts.GetValueOrDefault(part.Value[1..]) ?? throw Unknown(pattern, part.Value));

    /// <summary>A pattern of Java.</summary>
    /// <exception cref="QueryFailedException">A part of it is not translated.</exception>
    public static string FromJava(string pattern) => JavaPart().Replace(pattern, part =>
        part.Groups["quoted"] is { Success: true, Value: var quoted }
            ? (quoted.Length == 0 ? "'" : quoted.Replace("''", "'", StringComparison.Ordinal)).Replace("%", "%%", StringComparison.Ordinal)
            : part.Value == "%" ? "%%" : JavaParts.GetValueOrDefault(part.Value) ?? throw Unknown(pattern, part.Value));

    private static QueryFailedException Unknown(string pattern, string part) => new(
        "NOT_SUPPORTED", $"the local Athena does not translate '{part}' in the date pattern '{pattern}'");

    [GeneratedRegex("%.?", RegexOptions.Singleline)]
    private static partial Regex MysqlPart();

    [GeneratedRegex(@"'(?<quoted>(?:[^']|'')*)'|(?<letter>[A-Za-z])\k<letter>*|%")]
    private static partial Regex JavaPart();
}
