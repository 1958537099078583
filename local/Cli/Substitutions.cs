using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fanout.Local.Cli;

/// <summary>Fills the placeholders of a definition, <c>${NAME}</c> ("DefinitionSubstitutions", AWS::StepFunctions::StateMachine).</summary>
internal static partial class Substitutions
{
    /// <summary>Puts values in the place of placeholders; others stay as they are.</summary>
    /// <param name="text">The definition.</param>
    /// <param name="values">The values by name: within a text of the definition as its characters, elsewhere as they stand.</param>
    /// <exception cref="UnusableArgumentException">A value is given for a placeholder that the definition has not.</exception>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var found = Placeholder().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet();
        if (values.Keys.FirstOrDefault(name => !found.Contains(name)) is { } unknown)
        {
            throw new UnusableArgumentException(found.Count == 0
                ? $"--set gives {unknown}, but the definition has no placeholder such as ${{{unknown}}}."
                : $"--set gives {unknown}, but the definition has no ${{{unknown}}}; it has: {string.Join(", ", found.Order(StringComparer.Ordinal))}.");
        }

        var filled = new StringBuilder();
        var (end, isText) = (0, false);
        foreach (Match match in Placeholder().Matches(text))
        {
            var between = text[end..match.Index];
            isText ^= QuotationMark().Count(between) % 2 == 1;
            filled.Append(between).Append(values.TryGetValue(match.Groups["name"].Value, out var value)
                ? isText ? JsonEncodedText.Encode(value).Value : value
                : match.Value);
            end = match.Index + match.Length;
        }

        return filled.Append(text[end..]).ToString();
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z0-9_]+)\}")]
    private static partial Regex Placeholder();

    // One that no backslash escapes.
    [GeneratedRegex(@"(?<!\\)(?:\\\\)*""")]
    private static partial Regex QuotationMark();
}
