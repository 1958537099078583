using System.Text.Json.Nodes;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>
/// Reads a SELECT by recursive descent, and writes its condition as an expression of the API: NOT binds before AND, AND before OR.
/// </summary>
/// <param name="tokens">The statement, with its end.</param>
/// <param name="parameters">The value of each <c>?</c>.</param>
internal sealed class SelectParser(Token[] tokens, IReadOnlyList<JsonNode> parameters)
{
    private static readonly HashSet<string> Functions =
        new(["contains", "begins_with", "attribute_type"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Keywords = new(
        ["SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "BETWEEN", "IN", "IS", "MISSING", "TRUE", "FALSE", "NULL", "ORDER", "BY"],
        StringComparer.OrdinalIgnoreCase);

    private readonly Placeholders _placeholders = new();
    private int _next;
    private int _parameters;

    private Token Next => tokens[_next];

    /// <summary>Reads the whole statement.</summary>
    /// <exception cref="StatementException">It is not of the subset, or has another number of parameters.</exception>
    public SelectStatement Parse()
    {
        Expect("SELECT");
        var projection = Take("*") ? null : string.Join(", ", List(() => Column("a column").Text));
        Expect("FROM");
        var table = Name("a table");
        var conditions = Take("WHERE") ? Alternatives() : [];
        if (Next.Kind != TokenKind.End)
        {
            throw Unexpected("the end");
        }

        return _parameters == parameters.Count
            ? new SelectStatement(table, projection, conditions, _placeholders)
            : throw WrongParameters(_parameters);
    }

    private IReadOnlyList<Condition> Alternatives()
    {
        var alternatives = new List<IReadOnlyList<Condition>>();
        do
        {
            alternatives.Add(Conjunction());
        }
        while (Take("OR"));

        return alternatives is [var only] ? only : [Condition.Any(alternatives)];
    }

    private List<Condition> Conjunction()
    {
        var conditions = new List<Condition>();
        do
        {
            conditions.AddRange(Negation());
        }
        while (Take("AND"));

        return conditions;
    }

    private IReadOnlyList<Condition> Negation()
    {
        if (Take("NOT"))
        {
            return [Condition.Not(Negation())];
        }

        if (!Take("("))
        {
            return [Predicate()];
        }

        var conditions = Alternatives();
        Expect(")");
        return conditions;
    }

    private Condition Predicate()
    {
        if (Next.Kind == TokenKind.Word && Functions.Contains(Next.Value) && tokens[_next + 1].Is("("))
        {
            return Function(Advance().Value.ToLowerInvariant());
        }

        var left = ReadOperand();
        return Next switch
        {
            var sign when sign.Is("IS") => Missing(left),
            var sign when sign.Is("IN") => In(left),
            var sign when sign.Is("BETWEEN") => Between(left),
            { Kind: TokenKind.Symbol, Value: "=" or "<" or "<=" or ">" or ">=" or "<>" or "!=" } => Comparison(left),
            _ => throw Unexpected("a comparison, BETWEEN, IN or IS"),
        };
    }

    private Condition Function(string function)
    {
        Expect("(");
        var column = Column("a column");
        Expect(",");
        var value = ReadOperand();
        Expect(")");
        var kind = function == "begins_with" && value.Attribute is null ? ConditionKind.Range : ConditionKind.Predicate;
        return new Condition(kind, $"{function}({column.Text}, {value.Text})", Attributes(column, value));
    }

    private Condition Missing(Operand left)
    {
        Expect("IS");
        var function = Take("NOT") ? "attribute_exists" : "attribute_not_exists";
        Expect("MISSING");
        return left.Attribute is null
            ? throw StatementException.NotOfSubset("IS is for columns, and a value stands before it")
            : new Condition(ConditionKind.Predicate, $"{function}({left.Text})", Attributes(left));
    }

    private Condition In(Operand left)
    {
        Expect("IN");
        var close = Take("[") ? "]" : ")";
        if (close == ")")
        {
            Expect("(");
        }

        var values = List(ReadOperand);
        Expect(close);
        return new Condition(
            ConditionKind.Predicate,
            $"{left.Text} IN ({string.Join(", ", values.Select(value => value.Text))})",
            Attributes([left, .. values]));
    }

    private Condition Between(Operand left)
    {
        Expect("BETWEEN");
        var low = ReadOperand();
        Expect("AND");
        var high = ReadOperand();
        return new Condition(
            KindOf(ConditionKind.Range, left, low, high), $"{left.Text} BETWEEN {low.Text} AND {high.Text}", Attributes(left, low, high));
    }

    private Condition Comparison(Operand left)
    {
        var sign = Advance().Value;
        var right = ReadOperand();
        var kind = sign switch
        {
            "=" => KindOf(ConditionKind.Equality, left, right),
            "<>" or "!=" => ConditionKind.Predicate,
            _ => KindOf(ConditionKind.Range, left, right),
        };
        return new Condition(kind, $"{left.Text} {(sign == "!=" ? "<>" : sign)} {right.Text}", Attributes(left, right));
    }

    private Operand ReadOperand() => Next switch
    {
        { Kind: TokenKind.Text } => Value("S", Advance().Value),
        { Kind: TokenKind.Number } => Value("N", Advance().Value),
        var token when token.Is("?") => Parameter(),
        var token when token.Is("true") || token.Is("false") => Value("BOOL", Advance().Is("true")),
        var token when token.Is("null") => Value("NULL", Advance().Is("null")),
        _ => Column("a column or a value"),
    };

    private Operand Column(string expected)
    {
        var attribute = Name(expected);
        return new Operand(_placeholders.OfName(attribute), attribute);
    }

    private Operand Parameter()
    {
        Advance();
        return _parameters < parameters.Count
            ? new Operand(_placeholders.OfValue(parameters[_parameters++].DeepClone()), Attribute: null)
            : throw WrongParameters(tokens.Count(token => token.Is("?")));
    }

    private Operand Value(string type, JsonNode value) =>
        new(_placeholders.OfValue(new JsonObject { [type] = value }), Attribute: null);

    private string Name(string expected) =>
        Next.Kind == TokenKind.Name || (Next.Kind == TokenKind.Word && !Keywords.Contains(Next.Value))
            ? Advance().Value
            : throw Unexpected(expected);

    private List<T> List<T>(Func<T> element)
    {
        var elements = new List<T>();
        do
        {
            elements.Add(element());
        }
        while (Take(","));

        return elements;
    }

    private static ConditionKind KindOf(ConditionKind ofAttribute, Operand left, params ReadOnlySpan<Operand> values)
    {
        foreach (var value in values)
        {
            if (value.Attribute is not null)
            {
                return ConditionKind.Predicate;
            }
        }

        return left.Attribute is null ? ConditionKind.Predicate : ofAttribute;
    }

    private static string[] Attributes(params IEnumerable<Operand> operands) =>
        [.. operands.Select(operand => operand.Attribute).OfType<string>()];

    private Token Advance() => tokens[_next++];

    private bool Take(string text)
    {
        if (!Next.Is(text))
        {
            return false;
        }

        _next++;
        return true;
    }

    private void Expect(string text)
    {
        if (!Take(text))
        {
            throw Unexpected(text);
        }
    }

    private StatementException Unexpected(string expected) =>
        StatementException.NotOfSubset($"at character {Next.Position} is {Next}, expected is {expected}");

    private StatementException WrongParameters(int marks) => new(
        $"Number of parameters in request and statement don't match: the statement has {marks} question marks, Parameters {parameters.Count} values.");

    /// <param name="Text">The placeholder.</param>
    /// <param name="Attribute">The attribute's name; null for a value.</param>
    private sealed record Operand(string Text, string? Attribute);
}
