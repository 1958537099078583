namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// What a function is called with and what it gives: <c>substr(varchar, bigint) -> varchar</c>. A capital letter stands for
/// one type wherever it is: I an integer, D a double or a real, N a number, P a decimal, X a date or a timestamp, O a type with an order, T any type.
/// </summary>
internal sealed class Signature
{
    private readonly string[] _parameters;
    private readonly string _result;
    private readonly bool _isVariadic;

    private Signature(string text, string name, string[] parameters, string result)
    {
        (Text, Name, _result) = (text, name, result);
        _isVariadic = parameters is [.., "..."];
        _parameters = _isVariadic ? parameters[..^1] : parameters;
    }

    /// <summary>The signature as it is written.</summary>
    public string Text { get; }

    /// <summary>The function's name.</summary>
    public string Name { get; }

    /// <summary>The function with its parameters.</summary>
    public string Call => Text[..Text.IndexOf(" -> ", StringComparison.Ordinal)];

    /// <summary>Reads <c>name(parameter, ...) -> result</c>.</summary>
    public static Signature Parse(string text)
    {
        var parts = text.Split(" -> ");
        var open = parts[0].IndexOf('(', StringComparison.Ordinal);
        return new Signature(text, parts[0][..open], parts[0][(open + 1)..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries), parts[1]);
    }

    /// <summary>The types that arguments become and the type of the result; null where the arguments are others.</summary>
    public (TrinoType[] Parameters, TrinoType Result)? Bind(TrinoType[] arguments)
    {
        if (_isVariadic ? arguments.Length < _parameters.Length : arguments.Length != _parameters.Length)
        {
            return null;
        }
        var patterns = arguments.Select((_, index) => _parameters[Math.Min(index, _parameters.Length - 1)]).ToArray();
        var variables = new Dictionary<string, TrinoType>();
        return arguments.Zip(patterns).All(pair => Learn(pair.Second, pair.First, variables))
            && variables.All(variable => Allows(variable.Key, variable.Value))
            ? (Array.ConvertAll(patterns, pattern => Fill(pattern, variables)), Result(arguments, variables))
            : null;
    }

    /// <summary>Whether arguments are of the kinds of the parameters, though not of their types: Trino may take them.</summary>
    public bool IsNear(TrinoType[] arguments)
    {
        var variables = new Dictionary<string, TrinoType>();
        return arguments.Length == _parameters.Length && arguments.Zip(_parameters).All(pair =>
            pair.First.IsUnknown || (pair.First.IsNumber ? pair.Second is "N" or "I" or "D" or "P" or "double" or "bigint" or "integer"
                : pair.First.IsTime ? pair.Second == "X" || TrinoType.Parse(pair.Second).IsTime
                : (!IsVariable(pair.Second) || pair.Second is "O" or "T") && Learn(pair.Second, pair.First, variables)));
    }

    private static bool IsVariable(string pattern) => pattern.Length == 1;

    private static bool Learn(string pattern, TrinoType argument, Dictionary<string, TrinoType> variables)
    {
        if (pattern.StartsWith("array(", StringComparison.Ordinal))
        {
            return argument.IsUnknown || (argument.Element is not null && Learn(pattern[6..^1], argument.Element, variables));
        }
        if (!IsVariable(pattern))
        {
            return IsTaken(argument, TrinoType.Parse(pattern));
        }
        var type = variables.TryGetValue(pattern, out var other) ? TrinoType.Common(other, argument) : argument;
        variables[pattern] = type ?? argument;
        return type is not null;
    }

    // A decimal and a real keep their types in Trino's functions, where these have them.
    private static bool IsTaken(TrinoType argument, TrinoType parameter) =>
        argument == parameter || argument.IsUnknown
            || (argument.IsInteger && (parameter.IsInteger || parameter == TrinoType.Double) && TrinoType.Common(argument, parameter) == parameter)
            || (argument.IsTime && parameter.IsTime && TrinoType.Common(argument, parameter) == parameter);

    private static bool Allows(string variable, TrinoType type) => type.IsUnknown || variable switch
    {
        "I" => type.IsInteger,
        "D" => type.IsDouble,
        "N" => type.IsNumber,
        "P" => type.IsDecimal,
        "X" => type == TrinoType.Date || type == TrinoType.Timestamp,
        "O" => type.IsOrderable,
        _ => true,
    };

    private static TrinoType Fill(string pattern, Dictionary<string, TrinoType> variables) =>
        pattern.StartsWith("array(", StringComparison.Ordinal) ? TrinoType.ArrayOf(Fill(pattern[6..^1], variables))
            : !IsVariable(pattern) ? TrinoType.Parse(pattern)
            : variables.TryGetValue(pattern, out var type) && !type.IsUnknown ? type
            : pattern switch { "I" => TrinoType.Bigint, "D" or "N" => TrinoType.Double, "X" => TrinoType.Timestamp, _ => TrinoType.Unknown };

    private TrinoType Result(TrinoType[] arguments, Dictionary<string, TrinoType> variables) =>
        _result == "decimal(38,s)" ? TrinoType.Decimal(TrinoType.MaxPrecision, arguments[0].Scale) : Fill(_result, variables);
}
