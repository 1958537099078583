using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>What expressions may refer to, and where they may stand ("Transforming data with JSONata").</summary>
internal static partial class ExpressionRules
{
    /// <summary>What <c>$states</c> holds beside input and context.</summary>
    [Flags]
    public enum Available
    {
        /// <summary>Nothing more.</summary>
        Input = 0,

        /// <summary>The result of a call, of branches or of iterations.</summary>
        Result = 1,

        /// <summary>A caught error.</summary>
        ErrorOutput = 2,
    }

    public static bool IsExpression(string text) =>
        text.StartsWith("{%", StringComparison.Ordinal) && text.EndsWith("%}", StringComparison.Ordinal) && text.Length >= 4;

    /// <summary>Checks a field that may hold expressions, at any depth.</summary>
    /// <param name="scope">The state.</param>
    /// <param name="parent">What has the field: the state, or an entry of a list of its.</param>
    /// <param name="field">The field.</param>
    /// <param name="available">What its expressions may refer to.</param>
    /// <param name="place">The entry, such as <c>Catch[0]/</c>; empty for the state itself.</param>
    public static void Check(Scope scope, JsonElement parent, string field, Available available = Available.Input, string place = "")
    {
        if (parent.TryGetProperty(field, out var value))
        {
            CheckValue(scope, place + field, value, available);
        }
    }

    /// <summary>Checks the variables that Assign sets.</summary>
    public static void CheckAssign(Scope scope, JsonElement parent, Available available = Available.Input, string place = "")
    {
        if (FieldRules.Object(scope, parent, "Assign") is not { } assign)
        {
            return;
        }

        foreach (var name in assign.EnumerateObject().Select(variable => variable.Name))
        {
            if (name == "states" || !VariableName().IsMatch(name))
            {
                scope.Report($"assigns the variable \"{name}\"; a name begins with a letter, goes on with letters, digits and "
                    + "underscores, has at most 80 characters and is not \"states\"");
            }
        }

        CheckValue(scope, $"{place}Assign", assign, available);
    }

    private static void CheckValue(Scope scope, string field, JsonElement value, Available available)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                CheckText(scope, field, value.GetString()!, available);
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    CheckValue(scope, field, element, available);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    CheckValue(scope, field, member.Value, available);
                }

                break;
        }
    }

    private static void CheckText(Scope scope, string field, string text, Available available)
    {
        var opens = text.StartsWith("{%", StringComparison.Ordinal);
        var closes = text.EndsWith("%}", StringComparison.Ordinal);
        if (opens != closes || (opens && !IsExpression(text)))
        {
            scope.Report($"has \"{text}\" in its {field}; an expression begins with {{% and ends with %}}, with nothing around them");
            return;
        }

        if (!opens)
        {
            return;
        }

        var code = Quoted().Replace(text, "\"\"");
        if (RootOfInput().IsMatch(code))
        {
            scope.Report($"uses $$ in its {field}; an expression has no document of its own, use $states.input");
        }

        foreach (var (name, flag) in new[] { ("result", Available.Result), ("errorOutput", Available.ErrorOutput) })
        {
            if (!available.HasFlag(flag) && Regex.IsMatch(code, $@"\$states\s*\.\s*{name}\b"))
            {
                scope.Report($"uses $states.{name} in its {field}, where there is none");
            }
        }
    }

    // Texts, names in backticks, comments, and regular expressions, which stand where an operand is expected.
    [GeneratedRegex(
        """ "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | `[^`]*` | /\*.*?\*/ | (?<=[(,=:?\[{&]\s*)/(?:[^/\\]|\\.)+/ """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<![\w$])\$\$(?![\w$])")]
    private static partial Regex RootOfInput();

    // "Passing data between states with variables": a Unicode identifier (UAX #31).
    [GeneratedRegex(@"\A[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]{0,79}\z")]
    private static partial Regex VariableName();
}
