namespace Fanout.Local.Services.Athena.Sql;

/// <summary>The parentheses of rows, which a row of one value may leave out in Trino's VALUES and must have in DuckDB's.</summary>
internal static class ValuesRows
{
    private static readonly string[] Ends = [")", ",", "ORDER", "OFFSET", "LIMIT", "FETCH", "UNION", "INTERSECT", "EXCEPT"];

    private static readonly string[] Queries = ["SELECT", "WITH", "VALUES", "TABLE"];

    /// <summary>The parentheses that are missing, each with where it belongs, in their order.</summary>
    /// <param name="tokens">The query.</param>
    public static IReadOnlyList<(int At, char Sign)> Missing(IReadOnlyList<Token> tokens)
    {
        var missing = new List<(int At, char Sign)>();
        for (var at = 0; at < tokens.Count; at++)
        {
            for (var end = at; end < tokens.Count && tokens[end].Is(end == at ? "VALUES" : ",");)
            {
                var start = end + 1;
                end = EndOf(tokens, start);
                if (end > start && !IsRow(tokens, start, end))
                {
                    missing.Add((tokens[start].Start, '('));
                    missing.Add((tokens[end - 1].End, ')'));
                }
            }
        }

        return [.. missing.OrderBy(parenthesis => parenthesis.At)];
    }

    // What follows a row's last token.
    private static int EndOf(IReadOnlyList<Token> tokens, int at)
    {
        for (var depth = 0; at < tokens.Count && (depth > 0 || !tokens[at].Is(Ends)); at++)
        {
            depth += Step(tokens[at]);
        }

        return at;
    }

    // Whether its first parenthesis is a row's and ends with it; a query's and that of a part of an expression are others.
    private static bool IsRow(IReadOnlyList<Token> tokens, int start, int end)
    {
        if (!tokens[start].Is("(") || tokens[start + 1].Is(Queries))
        {
            return false;
        }

        var at = start + 1;
        for (var depth = 1; depth > 0 && at < end; at++)
        {
            depth += Step(tokens[at]);
        }

        return at == end;
    }

    private static int Step(Token token) => token.Is("(", "[") ? 1 : token.Is(")", "]") ? -1 : 0;
}
