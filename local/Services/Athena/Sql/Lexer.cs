using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>Cuts a statement into tokens; white space and comments are left out.</summary>
internal static partial class Lexer
{
    private static readonly TokenKind[] Kinds = Enum.GetValues<TokenKind>();

    // What DuckDB would take and Athena does not.
    private static readonly Dictionary<string, string> Foreign = new()
    {
        ["::"] = "write CAST(x AS type)",
        ["=="] = "write =",
        ["`"] = "backquoted identifiers are not supported; use double quotes to quote identifiers",
        ["{"] = "there are no struct literals; write CAST(ROW(...) AS ROW(...))",
        ["'"] = "this ' has no end",
        ["\""] = "this \" has no end",
    };

    /// <exception cref="QueryFailedException">A token is none of Athena's.</exception>
    public static List<Token> Tokens(string sql)
    {
        var tokens = new List<Token>();
        for (var match = AnyToken().Match(sql); match.Success; match = match.NextMatch())
        {
            if (match.Groups["Space"].Success)
            {
                continue;
            }
            var kind = Kinds.First(kind => match.Groups[kind.ToString()].Success);
            if (kind == TokenKind.Symbol && Foreign.TryGetValue(match.Value, out var problem))
            {
                throw new QueryFailedException("SYNTAX_ERROR", $"{Place.Of(sql, match.Index)}: {problem}", isMalformed: true);
            }
            tokens.Add(new Token(kind, match.Value, match.Index));
        }
        return tokens;
    }

    [GeneratedRegex(
        """
        \G(?:(?<Space>\s+|--[^\n]*|/\*[\s\S]*?\*/)|(?<Text>'(?:[^']|'')*')|(?<Quoted>"(?:[^"]|"")*")|(?<Word>[A-Za-z_][A-Za-z0-9_@$]*)|(?<Number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)|(?<Symbol>\|\||<>|<=|>=|!=|->|=>|::|==|[\s\S]))
        """,
        RegexOptions.ExplicitCapture)]
    private static partial Regex AnyToken();
}
