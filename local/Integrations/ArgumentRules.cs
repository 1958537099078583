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

    /// <summary>An argument that must be a text.</summary>
    /// <exception cref="TaskFailedException">It is missing or no text.</exception>
    public static string RequiredText(JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object
            && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new TaskFailedException("States.Runtime", $"The argument '{name}' must be a string.");
}
