using System.Text;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A statement: a query, and where its result goes to.</summary>
/// <param name="Sql">Its text, with its parameters filled in.</param>
/// <param name="Query">Where the query lies in it.</param>
/// <param name="Location">Where an UNLOAD writes to; null for a SELECT.</param>
/// <param name="Options">How an UNLOAD writes; null for a SELECT.</param>
internal sealed record Statement(string Sql, Range Query, string? Location = null, UnloadOptions? Options = null)
{
    private static readonly string[] Beginnings = ["SELECT", "WITH", "VALUES", "TABLE", "("];

    /// <summary>What the parser must find in the query beside its text, each with its place in the statement.</summary>
    public IReadOnlyList<(int At, char Sign)> Missing { get; private init; } = [];

    /// <summary>The query as the parser must find it.</summary>
    public string Parsed
    {
        get
        {
            var text = new StringBuilder(Sql[Query]);
            foreach (var (at, sign) in Missing.Reverse())
            {
                text.Insert(at - Query.Start.Value, sign);
            }
            return text.ToString();
        }
    }

    /// <summary>Reads a statement.</summary>
    /// <exception cref="QueryFailedException">It is none that is run here.</exception>
    public static Statement Read(string text, IReadOnlyList<string> parameters)
    {
        var (sql, tokens) = WithParameters(text, parameters);
        while (tokens is [.., { Text: ";" }])
        {
            tokens.RemoveAt(tokens.Count - 1);
        }
        if (tokens.Find(token => token.Text == ";") is { } semicolon)
        {
            throw Malformed(sql, semicolon, "only one statement is allowed");
        }
        if (tokens is not [var first, ..])
        {
            throw new QueryFailedException("SYNTAX_ERROR", "line 1:1: the statement is empty", isMalformed: true);
        }
        var unloads = first.Is("UNLOAD");
        if (!unloads && !first.Is(Beginnings))
        {
            throw Malformed(sql, first, $"the local Athena runs SELECT and UNLOAD statements, not {first.Text}");
        }
        CheckTypes(sql, tokens);
        Clauses.Check(sql, tokens);
        var statement = unloads ? new UnloadReader(sql, tokens).Read() : new Statement(sql, first.Start..tokens[^1].End);
        var (start, end) = (statement.Query.Start.Value, statement.Query.End.Value);
        return statement with { Missing = ValuesRows.Missing([.. tokens.Where(token => token.Start >= start && token.End <= end)]) };
    }

    /// <summary>What is wrong where a token stands; none stands at the end.</summary>
    internal static QueryFailedException Malformed(string sql, Token? token, string why) => new(
        "SYNTAX_ERROR",
        $"{Place.Of(sql, token?.Start ?? sql.Length)}: mismatched input '{token?.Text ?? "<EOF>"}': {why}",
        isMalformed: true);

    private static (string Sql, List<Token> Tokens) WithParameters(string text, IReadOnlyList<string> parameters)
    {
        var tokens = Lexer.Tokens(text);
        var marks = tokens.FindAll(token => token.Text == "?");
        if (marks.Count != parameters.Count)
        {
            throw new QueryFailedException(
                "INVALID_PARAMETER_USAGE",
                $"line 1:1: Incorrect number of parameters: expected {marks.Count} but found {parameters.Count}",
                isMalformed: true);
        }
        for (var index = marks.Count - 1; index >= 0; index--)
        {
            text = $"{text[..marks[index].Start]}{parameters[index]}{text[marks[index].End..]}";
        }
        return (text, marks.Count == 0 ? tokens : Lexer.Tokens(text));
    }

    // The parser drops the length of these types, and the cast would not cut.
    private static void CheckTypes(string sql, List<Token> tokens)
    {
        var type = tokens.Where((token, index) =>
            token.Is("varchar", "char") && tokens.ElementAtOrDefault(index + 1)?.Text == "(").FirstOrDefault();
        if (type is not null)
        {
            throw new QueryFailedException(
                "NOT_SUPPORTED",
                $"{Place.Of(sql, type.Start)}: the local Athena does not cut texts to the length of a {type.Text}(n); "
                    + "write varchar, and substr where the text must be cut");
        }
    }
}
