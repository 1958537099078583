using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>How the lines of a table's files are cut into fields.</summary>
internal static partial class Lines
{
    /// <summary>Cuts a line; null stands for NULL.</summary>
    public delegate IReadOnlyList<string?> Cut(string line);

    /// <summary>The way of a serializer.</summary>
    /// <param name="serde">The serializer.</param>
    /// <param name="columns">The table's columns.</param>
    /// <exception cref="QueryFailedException">Its pattern is not read here, or does not fit the table.</exception>
    public static Cut Of(Serde serde, IReadOnlyList<SqlColumn> columns) => serde.Format switch
    {
        "lazy" => LazySimple(serde),
        "opencsv" => OpenCsv(serde),
        "regex" => Groups(serde.Pattern!, columns.Count),
        _ => line => JsonSerde.Cut(line, columns),
    };

    /// <summary>As LazySimpleSerDe: no quotation marks; an escape character takes the delimiter its meaning.</summary>
    private static Cut LazySimple(Serde serde)
    {
        var delimiter = serde.Delimiter ?? "\u0001";
        var nullText = serde.NullText ?? "\\N";
        string? Value(string text) => text == nullText ? null : text;
        if (serde.Escape is not { } escape)
        {
            return line => Array.ConvertAll(line.Split(delimiter), Value);
        }
        return line =>
        {
            var fields = new List<string?>();
            var field = new StringBuilder();
            for (var at = 0; at < line.Length; at++)
            {
                if (IsAt(line, at, escape) && at + 1 < line.Length)
                {
                    // The marker of NULL is written with the same character; it is no escaped N.
                    if (field.Length == 0 && line.AsSpan(at).StartsWith(nullText, StringComparison.Ordinal))
                    {
                        field.Append(line[at]);
                    }
                    field.Append(line[++at]);
                }
                else if (IsAt(line, at, delimiter))
                {
                    fields.Add(Value(field.ToString()));
                    field.Clear();
                }
                else
                {
                    field.Append(line[at]);
                }
            }
            fields.Add(Value(field.ToString()));
            return fields;
        };
    }

    /// <summary>As OpenCSVSerde: a record is a line; quotation marks are doubled or escaped.</summary>
    private static Cut OpenCsv(Serde serde)
    {
        var (delimiter, quote, escape) = (serde.Delimiter ?? ",", serde.Quote ?? "\"", serde.Escape ?? "\\");
        return line =>
        {
            var fields = new List<string?>();
            var field = new StringBuilder();
            var isQuoted = false;
            for (var at = 0; at < line.Length; at++)
            {
                if (isQuoted && IsAt(line, at, escape) && (IsAt(line, at + 1, quote) || IsAt(line, at + 1, escape)))
                {
                    field.Append(line[++at]);
                }
                else if (IsAt(line, at, quote))
                {
                    if (isQuoted && IsAt(line, at + 1, quote))
                    {
                        field.Append(line[++at]);
                    }
                    else
                    {
                        isQuoted = !isQuoted;
                    }
                }
                else if (!isQuoted && IsAt(line, at, delimiter))
                {
                    fields.Add(field.ToString());
                    field.Clear();
                }
                else
                {
                    field.Append(line[at]);
                }
            }
            fields.Add(field.ToString());
            return fields;
        };
    }

    /// <summary>
    /// As RegexSerDe: what the groups of the pattern match, and NULL in every column of a line that it does not match as a
    /// whole. Of Java's patterns only those that mean the same in .NET are taken.
    /// </summary>
    private static Cut Groups(string pattern, int width)
    {
        var parts = SimplePattern().Match(pattern);
        if (!parts.Success)
        {
            throw new QueryFailedException(
                "NOT_SUPPORTED", $"the local Athena does not read the input.regex '{pattern}': it takes (?s) at the head, and no other ? and no \\");
        }
        var whole = RegexSerde.Compile(pattern, parts.Groups["body"].Value, parts.Groups["flag"].Success);
        var groups = whole.GetGroupNumbers().Length - 1;
        if (groups != width)
        {
            throw new QueryFailedException(
                "HIVE_INVALID_METADATA",
                string.Create(CultureInfo.InvariantCulture, $"The input.regex '{pattern}' has {groups} groups, but the table {width} columns"));
        }
        return line => whole.Match(line) is { Success: true, Groups: var found }
            ? [.. found.Cast<Group>().Skip(1).Select(group => group.Success ? group.Value : null)]
            : [];
    }

    private static bool IsAt(string line, int at, string mark) => mark.Length == 1 && at < line.Length && line[at] == mark[0];

    [GeneratedRegex(@"^(?<flag>\(\?s\))?(?<body>[^\\?]*)$", RegexOptions.Singleline)]
    private static partial Regex SimplePattern();
}
