using System.Text.Json;

namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>Which query language a machine and its states use.</summary>
internal static class LanguageRules
{
    public const string OnlyJsonata = "only JSONata is supported here (\"QueryLanguage\": \"JSONata\")";

    private const string Field = "QueryLanguage";

    private static readonly HashSet<string> JsonPathFields =
        ["InputPath", "OutputPath", "ResultPath", "ResultSelector", "Parameters", "Result", "Variable"];

    public static bool IsJsonPathField(string name) =>
        JsonPathFields.Contains(name) || name.EndsWith(".$", StringComparison.Ordinal) || name.EndsWith("Path", StringComparison.Ordinal);

    public static bool IsJsonata(JsonElement value) => FieldRules.IsText(value, Field, "JSONata");

    public static void CheckMachine(Scope scope, JsonElement definition) =>
        FieldRules.OneOf(scope, definition, Field, "JSONata", "JSONPath");

    /// <summary>Reports a state that would be JSONPath.</summary>
    /// <returns>Whether the state is JSONata.</returns>
    public static bool CheckState(Scope scope, JsonElement state)
    {
        FieldRules.OneOf(scope, state, Field, "JSONata", "JSONPath");
        if (IsJsonata(state) || (scope.MachineIsJsonata && !state.TryGetProperty(Field, out _)))
        {
            return true;
        }

        scope.Report($"would be JSONPath; {OnlyJsonata}, on the machine or on the state");
        return false;
    }
}
