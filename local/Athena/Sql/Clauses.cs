namespace Fanout.Local.Athena.Sql;

/// <summary>What DuckDB's grammar has and Trino's has not, and the tree does not show.</summary>
internal static class Clauses
{
    // "Data types in Amazon Athena", as queries name them.
    private static readonly string[] Types =
    [
        "boolean", "tinyint", "smallint", "int", "integer", "bigint", "real", "double", "decimal", "varchar", "date", "time", "timestamp",
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
            if (token.Is("("))
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

    private static QueryFailedException Unsupported(string sql, Token token, string what) =>
        new("NOT_SUPPORTED", $"{Place.Of(sql, token.Start)}: the local Athena does not run {what}");
}
