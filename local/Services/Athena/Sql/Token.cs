namespace Fanout.Local.Services.Athena.Sql;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A string, in single quotation marks.</summary>
    Text,

    /// <summary>An identifier, in double quotation marks.</summary>
    Quoted,

    /// <summary>A keyword or an identifier.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator or a mark.</summary>
    Symbol,
}

/// <summary>A token of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, with its quotation marks.</param>
/// <param name="Start">Where it begins.</param>
internal sealed record Token(TokenKind Kind, string Text, int Start)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Text.Length;

    /// <summary>Whether it is one of the given words or symbols, in any case.</summary>
    public bool Is(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (Kind is not (TokenKind.Text or TokenKind.Quoted) && Text.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The value of a string.</summary>
    public string Value => Text[1..^1].Replace("''", "'", StringComparison.Ordinal);
}
