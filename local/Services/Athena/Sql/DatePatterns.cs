using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>Date patterns as those of <c>strftime</c>; what is left out Trino does not support either, or DuckDB has nothing like it.</summary>
internal sealed partial class DatePatterns
{
    private readonly Regex _part;
    private readonly Dictionary<string, string> _parts;

    private DatePatterns(Regex part, Dictionary<string, string> parts) => (_part, _parts) = (part, parts);

    /// <summary>What is read by <c>date_parse</c>: what both read alike.</summary>
    public static DatePatterns MysqlToRead { get; } = new(MysqlPart(), new()
    {
        ["%d"] = "%d",
        ["%H"] = "%H",
        ["%i"] = "%M",
        ["%m"] = "%m",
        ["%S"] = "%S",
        ["%s"] = "%S",
        ["%T"] = "%H:%M:%S",
        ["%Y"] = "%Y",
        ["%%"] = "%%",
    });

    /// <summary>What <c>date_format</c> writes.</summary>
    public static DatePatterns Mysql { get; } = new(MysqlPart(), new(MysqlToRead._parts)
    {
        ["%a"] = "%a",
        ["%b"] = "%b",
        ["%c"] = "%-m",
        ["%e"] = "%-d",
        ["%f"] = "%f",
        ["%h"] = "%I",
        ["%I"] = "%I",
        ["%j"] = "%j",
        ["%k"] = "%-H",
        ["%l"] = "%-I",
        ["%M"] = "%B",
        ["%p"] = "%p",
        ["%r"] = "%I:%M:%S %p",
        ["%W"] = "%A",
        ["%y"] = "%y",
    });

    /// <summary>What <c>format_datetime</c> writes.</summary>
    public static DatePatterns Java { get; } = new(JavaPart(), new()
    {
        ["yyyy"] = "%Y",
        ["MM"] = "%m",
        ["dd"] = "%d",
        ["HH"] = "%H",
        ["mm"] = "%M",
        ["ss"] = "%S",
        ["SSS"] = "%g",
        ["%"] = "%%",
    });

    /// <summary>Its parts, as the query writes them.</summary>
    public IEnumerable<string> Parts => _parts.Keys;

    /// <summary>A pattern as one of <c>strftime</c>.</summary>
    /// <exception cref="QueryFailedException">A part of it is not known.</exception>
    public string Translate(string pattern) => pattern.Length == 0
        ? throw new QueryFailedException("NOT_SUPPORTED", "the local Athena does not write and read dates by an empty pattern")
        : _part.Replace(pattern, part =>
        part.Groups["quoted"] is { Success: true, Value: var quoted }
            ? (quoted.Length == 0 ? "'" : quoted.Replace("''", "'", StringComparison.Ordinal)).Replace("%", "%%", StringComparison.Ordinal)
            : _parts.GetValueOrDefault(part.Value) ?? throw new QueryFailedException(
                "NOT_SUPPORTED", $"the local Athena does not translate '{part.Value}' in the date pattern '{pattern}'"));

    [GeneratedRegex("%.?", RegexOptions.Singleline)]
    private static partial Regex MysqlPart();

    [GeneratedRegex(@"'(?<quoted>(?:[^']|'')*)'|(?<letter>[A-Za-z])\k<letter>*|%")]
    private static partial Regex JavaPart();
}
