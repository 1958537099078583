using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>The column types of the catalog as those of DuckDB.</summary>
internal static partial class HiveTypes
{
    private static readonly Dictionary<string, string> Simple = new()
    {
        ["tinyint"] = "TINYINT",
        ["smallint"] = "SMALLINT",
        ["int"] = "INTEGER",
        ["integer"] = "INTEGER",
        ["bigint"] = "BIGINT",
        ["float"] = "FLOAT",
        ["double"] = "DOUBLE",
        ["string"] = "VARCHAR",
        ["boolean"] = "BOOLEAN",
        ["date"] = "DATE",
        ["timestamp"] = "TIMESTAMP",
        ["binary"] = "BLOB",
    };

    /// <exception cref="QueryFailedException">The type is none.</exception>
    public static string ToDuckDb(string type)
    {
        var text = type.Trim().ToLowerInvariant();
        if (Simple.TryGetValue(text, out var simple))
        {
            return simple;
        }
        var parts = Parametrized().Match(text).Groups;
        var inner = parts["inner"].Value;
        return parts["name"].Value switch
        {
            "decimal" => $"DECIMAL({inner})",
            "varchar" or "char" => "VARCHAR",
            "array" => $"{ToDuckDb(inner)}[]",
            "map" => $"MAP({string.Join(", ", Split(inner).Select(ToDuckDb))})",
            "struct" => $"STRUCT({string.Join(", ", Split(inner).Select(Member))})",
            _ => throw new QueryFailedException(
                "HIVE_INVALID_METADATA",
                $"The type '{type}' is not known; known are {string.Join(", ", Simple.Keys)}, decimal(p,s), varchar(n), char(n), array<>, map<>, struct<>"),
        };
    }

    private static string Member(string member) => member.Split(':', 2) is [var name, var type]
        ? $"{SqlText.Name(name.Trim())} {ToDuckDb(type)}"
        : throw new QueryFailedException("HIVE_INVALID_METADATA", $"The member '{member}' of a struct is not of the form name:type");

    private static IEnumerable<string> Split(string list)
    {
        var (start, depth) = (0, 0);
        for (var at = 0; at < list.Length; at++)
        {
            depth += list[at] switch { '<' or '(' => 1, '>' or ')' => -1, _ => 0 };
            if (list[at] == ',' && depth == 0)
            {
                yield return list[start..at];
                start = at + 1;
            }
        }
        yield return list[start..];
    }

    [GeneratedRegex(@"^(?<name>\w+)\s*[(<](?<inner>.*)[)>]$", RegexOptions.Singleline)]
    private static partial Regex Parametrized();
}
