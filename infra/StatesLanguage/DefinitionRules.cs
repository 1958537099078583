using System.Text;
using System.Text.Json;
using Fanout.Infra.StatesLanguage.Rules;

namespace Fanout.Infra.StatesLanguage;

/// <summary>
/// The rules of the specification that a definition must keep before anything runs it: the ones of "Amazon States
/// Language" and of the Step Functions Developer Guide, for JSONata.
/// </summary>
public static class DefinitionRules
{
    // "Step Functions service quotas": maximum definition size.
    private const int SizeLimit = 1_048_576;

    /// <summary>Checks a whole definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="isExpress">Whether the machine is an Express one, which supports less.</param>
    /// <returns>Every problem, each one sentence that names the state; none where the definition is right.</returns>
    public static IReadOnlyList<string> Check(JsonElement definition, bool isExpress = false)
    {
        var scope = new Scope(isExpress);
        if (definition.ValueKind != JsonValueKind.Object)
        {
            scope.Report($"must be a JSON object, not {Words.Of(definition)}");
            return scope.Problems;
        }

        var size = Encoding.UTF8.GetByteCount(definition.GetRawText());
        if (size > SizeLimit)
        {
            scope.Report($"has {size:N0} bytes; allowed are {SizeLimit:N0}");
        }

        FieldRules.Check(scope, "a state machine", definition, FieldRules.Machine);
        LanguageRules.CheckMachine(scope, definition);
        FieldRules.Text(scope, definition, "Version");
        NumberRules.CheckConstant(scope, definition, "TimeoutSeconds", 1, NumberRules.Largest);
        GroupRules.Check(scope with { MachineIsJsonata = LanguageRules.IsJsonata(definition) }, definition);
        return scope.Problems;
    }
}
