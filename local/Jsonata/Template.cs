using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fanout.Local.Jsonata;

/// <summary>
/// A JSON value whose strings of the form <c>{% ... %}</c> are JSONata expressions
/// ("Transforming data with JSONata in Step Functions").
/// </summary>
public sealed partial class Template
{
    private static readonly string[] StatesMembers = ["input", "result", "errorOutput", "context"];

    /// <summary>Wraps a JSON value.</summary>
    public Template(JsonElement value)
    {
        Value = JsonText.Compact(value);
        Key = Value.GetRawText();
        Expressions = [.. Find(Value)];
        foreach (var expression in Expressions)
        {
            foreach (var name in VariableReference().EnumerateMatches(expression))
            {
                Variables.Add(expression.Substring(name.Index + 1, name.Length - 1));
            }
            foreach (Match use in StatesUse().Matches(expression))
            {
                States.UnionWith(use.Groups[1].Success ? [use.Groups[1].Value] : StatesMembers);
            }
            ReadsExecutionInput |= ContextUse().Count(expression) > UseWithoutInput().Count(expression);
        }
    }

    /// <summary>The value as it was written, without white space.</summary>
    public JsonElement Value { get; }

    /// <summary>The texts of the expressions in it.</summary>
    public IReadOnlyList<string> Expressions { get; }

    /// <summary>Whether its value is itself one expression.</summary>
    public bool IsExpression => Value.ValueKind == JsonValueKind.String && Expressions.Count == 1;

    /// <summary>Names (without <c>$</c>) that its expressions may read; only those need to be sent to the engine.</summary>
    public HashSet<string> Variables { get; } = [];

    /// <summary>The members of <c>$states</c> that its expressions may read.</summary>
    public HashSet<string> States { get; } = [];

    /// <summary>Whether its expressions may read <c>$states.context.Execution.Input</c>, the one large part of the context.</summary>
    public bool ReadsExecutionInput { get; }

    internal string Key { get; }

    /// <summary>The text between the delimiters, or null where the string is no expression.</summary>
    public static string? ExpressionIn(string text) =>
        text.Length >= 4 && text.StartsWith("{%", StringComparison.Ordinal) && text.EndsWith("%}", StringComparison.Ordinal)
            ? text[2..^2].Trim()
            : null;

    private static IEnumerable<string> Find(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ExpressionIn(value.GetString()!) is { } expression ? [expression] : [],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Find),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Find(member.Value)),
        _ => [],
    };

    [GeneratedRegex(@"\$[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*")]
    private static partial Regex VariableReference();

    [GeneratedRegex(@"\$states\b(?:\s*\.\s*(input|result|errorOutput|context)\b)?")]
    private static partial Regex StatesUse();

    [GeneratedRegex(@"\$states\b(?!\s*\.\s*(input|result|errorOutput)\b)")]
    private static partial Regex ContextUse();

    [GeneratedRegex(@"\$states\s*\.\s*context\s*\.\s*(Map|State|StateMachine|Task|Execution\s*\.\s*(Id|Name|StartTime|RoleArn|RedriveCount))\b")]
    private static partial Regex UseWithoutInput();
}
