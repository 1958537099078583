namespace Fanout.Local.Services.Athena.Sql;

/// <summary>What DuckDB's grammar has and Trino's has not, and the tree does not show.</summary>
internal static class Clauses
{
    private static readonly string[] Types = [.. Casts.Allowed.Keys, "int"];

    // What DuckDB's grammar has beside Trino's, and its tree does not show.
    private static readonly string[] AfterBy = ["ALL", "NAME"];

    private static readonly string[] Units = ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"];

    // Reserved words of Trino, which DuckDB's parser takes for columns.
    private static readonly string[] Session =
        ["CURRENT_CATALOG", "CURRENT_PATH", "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_USER", "LOCALTIME"];

    /// <summary>The clauses that are known to answer as Trino's do.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "WITH", "SELECT", "SELECT *", "SELECT DISTINCT", "VALUES", "FROM (query)", "UNNEST", "CROSS JOIN", "INNER JOIN", "LEFT JOIN", "RIGHT JOIN",
        "FULL JOIN", "USING", "WHERE", "GROUP BY", "HAVING", "UNION", "UNION ALL", "INTERSECT", "EXCEPT", "ORDER BY", "OFFSET", "LIMIT", "OVER", "FILTER",
    ];

    /// <exception cref="QueryFailedException">A statement has such a thing.</exception>
    public static void Check(string sql, List<Token> tokens)
    {
        // Of each parenthesis that is open, whether it is a cast's.
        var casts = new Stack<bool>();
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            Token? Next(int distance) => tokens.ElementAtOrDefault(at + distance);
            if (token.Is("(") && Next(1)?.Is("FROM") == true)
            {
                throw Unsupported(sql, Next(1)!, "FROM without SELECT, which Athena has not");
            }
            else if (token.Is("("))
            {
                casts.Push(at > 0 && tokens[at - 1].Is("CAST", "TRY_CAST"));
            }
            else if (token.Is(")"))
            {
                casts.TryPop(out _);
            }
            else if (token.Is("AS") && casts.TryPeek(out var isCast) && isCast && Next(1) is { } type && !type.Is(Types))
            {
                throw Unsupported(sql, type, $"casts to {type.Text}; it casts to {string.Join(", ", Types)}");
            }
            else if (token.Is(",") && Next(1)?.Is("FROM", ")") == true)
            {
                throw new QueryFailedException("SYNTAX_ERROR", $"{Place.Of(sql, Next(1)!.Start)}: mismatched input '{Next(1)!.Text}': a comma stands before it");
            }
            else if (token.Is("BY") && Next(1)?.Is(AfterBy) == true)
            {
                throw Unsupported(sql, token, $"BY {Next(1)!.Text}");
            }
            else if (token.Is("IN") && Next(1)?.Is("(") == false && !IsPosition(tokens, at))
            {
                throw Unsupported(sql, token, "IN without parentheses, which Athena has not");
            }
            else if (token.Is("INTERSECT", "EXCEPT") && Next(1)?.Is("ALL") == true)
            {
                throw Unsupported(sql, token, $"{token.Text} ALL");
            }
            else if (token.Is(Session))
            {
                throw Unsupported(sql, token, token.Text);
            }
            else if (token.Is("LATERAL") && Next(1)?.Is("(") == true)
            {
                throw Unsupported(sql, token, "LATERAL");
            }
            else if (token.Is("INTERVAL") && (Next(1)?.Is("-", "+") == true ? Next(2) : Next(1))?.Kind == TokenKind.Text
                && (Next(1)!.Kind != TokenKind.Text || Next(2)?.Is(Units) != true || Next(3)?.Is("TO") == true))
            {
                throw Unsupported(sql, token, $"this INTERVAL; it runs those such as INTERVAL '1' DAY, with one of {string.Join(", ", Units)}");
            }
            else if (token.Is([.. Clocks.All]) && Next(1)?.Is("(") == true)
            {
                throw Unsupported(sql, token, $"{token.Text} with a precision");
            }
            else if (token.Is("RECURSIVE"))
            {
                throw Unsupported(sql, token, "WITH RECURSIVE");
            }
            else if (token.Is("decimal") && Next(1)?.Is(")") == true)
            {
                throw Unsupported(sql, token, "casts to decimal without its digits: decimal(38,0)");
            }
            else if (token.Is("DISTINCT") && Next(1)?.Is("ON") == true)
            {
                throw Unsupported(sql, token, "DISTINCT ON, which Athena has not");
            }
            else if (token.Is("LIMIT") && (Next(2)?.Is("%", "PERCENT") == true))
            {
                throw Unsupported(sql, token, "a LIMIT in per cent, which Athena has not");
            }
            else if (token.Is("LIMIT") && Next(2)?.Is("OFFSET") == true)
            {
                throw Unsupported(sql, Next(2)!, "OFFSET after LIMIT; Athena has it before");
            }
        }
    }

    // POSITION('a' IN 'b') has an IN of its own.
    private static bool IsPosition(List<Token> tokens, int at)
    {
        var depth = 0;
        for (at--; at > 0; at--)
        {
            depth += tokens[at].Is(")") ? 1 : tokens[at].Is("(") ? -1 : 0;
            if (depth < 0)
            {
                return tokens[at - 1].Is("POSITION");
            }
        }
        return false;
    }

    private static QueryFailedException Unsupported(string sql, Token token, string what) =>
        new("NOT_SUPPORTED", $"{Place.Of(sql, token.Start)}: the local Athena does not run {what}");
}
