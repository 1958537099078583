using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>Checks a Task's Arguments against the parameters of an API.</summary>
internal static class ArgumentRules
{
    /// <summary>Checks the names of the arguments; where they are one expression, only a run can tell.</summary>
    /// <returns>A sentence for each problem.</returns>
    public static IEnumerable<string> Check(
        string action, JsonElement template, IReadOnlyCollection<string> parameters, IReadOnlyCollection<string> required)
    {
        if (template.ValueKind == JsonValueKind.String)
        {
            yield break;
        }

        var given = template.ValueKind == JsonValueKind.Object
            ? template.EnumerateObject().Select(argument => argument.Name).ToArray()
            : [];
        foreach (var name in given.Except(parameters))
        {
            yield return $"{action} has no parameter \"{name}\"{ClosestName.Hint(name, parameters)}; allowed: {string.Join(", ", parameters)}.";
        }

        foreach (var name in required.Except(given))
        {
            yield return $"{action} needs the parameter \"{name}\".";
        }
    }

    /// <summary>Checks a member that must be one of some texts, as far as it is no expression.</summary>
    /// <returns>A sentence for each problem.</returns>
    public static IEnumerable<string> CheckChoice(string action, JsonElement? parent, string name, IReadOnlyList<string> allowed)
    {
        if (Literal(parent, name) is { } value && !allowed.Contains(value))
        {
            yield return $"{action} has the {name} \"{value}\"{ClosestName.Hint(value, allowed)}; allowed: {string.Join(", ", allowed)}.";
        }
    }

    /// <summary>A member of an object; null where it is none or has no such member.</summary>
    public static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    /// <summary>A member that is a text and no expression; null where it is neither.</summary>
    public static string? Literal(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { } text
            && !text.StartsWith("{%", StringComparison.Ordinal)
            ? text
            : null;

    /// <summary>An argument that must be a text.</summary>
    /// <exception cref="TaskFailedException">It is missing or no text.</exception>
    public static string RequiredText(JsonElement arguments, string name) =>
        OptionalText(arguments, name) ?? throw NoText(name);

    /// <summary>An argument that must be a text where it is given.</summary>
    /// <exception cref="TaskFailedException">It is no text.</exception>
    public static string? OptionalText(JsonElement arguments, string name) => Member(arguments, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw NoText(name),
    };

    private static TaskFailedException NoText(string name) => new("States.Runtime", $"The argument '{name}' must be a string.");
}
