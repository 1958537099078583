namespace Fanout.Local.Services.Athena.Sql;

/// <summary>Reads <c>UNLOAD (query) TO 'location' WITH (property = value, ...)</c>.</summary>
internal sealed class UnloadReader(string sql, List<Token> tokens)
{
    private int _at = 1;

    /// <exception cref="QueryFailedException">It is not written so.</exception>
    public Statement Read()
    {
        var query = ReadQuery();
        Expect("TO");
        var location = ReadText();
        var properties = new Dictionary<string, object>();
        if (_at < tokens.Count)
        {
            Expect("WITH");
            Expect("(");
            do
            {
                ReadProperty(properties);
            }
            while (Expect(",", ")").Text == ",");
        }
        return _at < tokens.Count
            ? throw Statement.Malformed(sql, tokens[_at], "expecting the end of the statement")
            : new Statement(sql, query, location, UnloadOptions.Of(properties));
    }

    private Range ReadQuery()
    {
        var open = Expect("(");
        for (var depth = 1; depth > 0; _at++)
        {
            if (_at >= tokens.Count)
            {
                throw Statement.Malformed(sql, open, "this parenthesis has no end");
            }
            depth += tokens[_at].Text switch { "(" => 1, ")" => -1, _ => 0 };
        }
        return open.End..tokens[_at - 1].Start;
    }

    private void ReadProperty(Dictionary<string, object> properties)
    {
        var name = tokens.ElementAtOrDefault(_at++)?.Text.ToLowerInvariant() ?? "";
        Expect("=");
        if (tokens.ElementAtOrDefault(_at)?.Is("ARRAY") != true)
        {
            properties[name] = tokens.ElementAtOrDefault(_at)?.Kind == TokenKind.Number ? tokens[_at++].Text : ReadText();
            return;
        }
        _at++;
        Expect("[");
        var values = new List<string>();
        do
        {
            values.Add(ReadText());
        }
        while (Expect(",", "]").Text == ",");
        properties[name] = values;
    }

    private Token Expect(params ReadOnlySpan<string> allowed)
    {
        var token = tokens.ElementAtOrDefault(_at++);
        return token?.Is(allowed) == true
            ? token
            : throw Statement.Malformed(sql, token, $"expecting {string.Join(" or ", allowed!)}");
    }

    private string ReadText()
    {
        var token = tokens.ElementAtOrDefault(_at++);
        return token?.Kind == TokenKind.Text ? token.Value : throw Statement.Malformed(sql, token, "expecting a string");
    }
}
