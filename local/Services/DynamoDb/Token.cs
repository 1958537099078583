using System.Text.RegularExpressions;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A keyword, or a name without quotes.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    Name,

    /// <summary>A text in single quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator, a sign or a parameter.</summary>
    Symbol,

    /// <summary>The end of the statement.</summary>
    End,
}

/// <summary>A token of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its text, of names and texts what the quotes hold.</param>
/// <param name="Position">Its first character, from 1.</param>
internal readonly partial record struct Token(TokenKind Kind, string Value, int Position)
{
    /// <summary>Splits a statement; the last token is its end.</summary>
    /// <exception cref="StatementException">Some character begins no token.</exception>
    public static IEnumerable<Token> Split(string statement)
    {
        var position = 0;
        while (Next().Match(statement, position) is { Success: true } match)
        {
            yield return Of(match);
            position = match.Index + match.Length;
        }

        var rest = statement[position..].TrimStart();
        var end = statement.Length - rest.Length;
        yield return rest.Length == 0
            ? new Token(TokenKind.End, "", end + 1)
            : throw StatementException.NotOfSubset($"{rest[0]} at character {end + 1} is not understood");
    }

    /// <summary>Whether it is this keyword, in either case, or this symbol.</summary>
    public bool Is(string text) => Kind switch
    {
        TokenKind.Word => Value.Equals(text, StringComparison.OrdinalIgnoreCase),
        TokenKind.Symbol => Value == text,
        _ => false,
    };

    /// <summary>The token as a message shows it.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.Name => $"\"{Value}\"",
        TokenKind.Text => $"'{Value}'",
        TokenKind.End => "the end",
        _ => Value,
    };

    private static Token Of(Match match)
    {
        var (kind, group) = Enum.GetValues<TokenKind>()
            .Select(kind => (kind, match.Groups[$"{kind}"]))
            .First(found => found.Item2.Success);
        var value = kind switch
        {
            TokenKind.Name => group.Value.Replace("\"\"", "\"", StringComparison.Ordinal),
            TokenKind.Text => group.Value.Replace("''", "'", StringComparison.Ordinal),
            _ => group.Value,
        };
        return new Token(kind, value, match.Groups["token"].Index + 1);
    }

    [GeneratedRegex("""
        \G\s*(?<token>
          "(?<Name>(?:[^"]|"")+)"
        | '(?<Text>(?:[^']|'')*)'
        | (?<Number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
        | (?<Word>[A-Za-z_][A-Za-z0-9_]*)
        | (?<Symbol><=|>=|<>|!=|[?*,()\[\]=<>])
        )
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Next();
}
