using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>The values of a state's fields; a value of the wrong type fails the state.</summary>
internal readonly struct FieldValues(Visit visit, Fields fields, JsonElement values)
{
    public JsonElement? Get(string name) => values.TryGetProperty(name, out var value) ? value : null;

    public string? Text(string name) => OfKind(name, "string", JsonValueKind.String)?.GetString();

    public bool Boolean(string name) => OfKind(name, "boolean", JsonValueKind.True, JsonValueKind.False)?.GetBoolean() ?? false;

    public JsonElement? Array(string name) => OfKind(name, "array", JsonValueKind.Array);

    public double? Number(string name) => OfKind(name, "number", JsonValueKind.Number)?.GetDouble();

    /// <summary>A whole number, of either sign.</summary>
    public long? Whole(string name) => Number(name) switch
    {
        null => null,
        var number when double.IsInteger(number.Value) => (long)number,
        _ => throw visit.EvaluationFailed($"{Source(name)} must be an integer, but was: {Get(name)!.Value.GetRawText()}", name),
    };

    /// <summary>A whole number within a range, by default from 0 to the most seconds that there can be.</summary>
    public long? Integer(string name, long minimum = 0, long maximum = Quotas.Seconds)
    {
        if (OfKind(name, "number", JsonValueKind.Number) is not { } value)
        {
            return null;
        }
        var number = value.GetDouble();
        return number >= minimum && number <= maximum && double.IsInteger(number)
            ? (long)number
            : throw visit.EvaluationFailed(
                $"{Source(name)} must be an integer from {minimum} to {maximum}, but was: {value.GetRawText()}", name);
    }

    /// <summary>The failure of the state where a field has a value of another type.</summary>
    public StateException UnexpectedType(string name, string expected) => visit.EvaluationFailed(
        $"{Source(name)} returned an unexpected result type. Expected '{expected}', but was '{TypeName(Get(name)!.Value)}' "
        + $"for value: {Get(name)!.Value.GetRawText()}", name);

    private JsonElement? OfKind(string name, string expected, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (Get(name) is not { } value || kinds.Contains(value.ValueKind))
        {
            return Get(name);
        }
        throw UnexpectedType(name, expected);
    }

    private static string TypeName(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private string Source(string name) =>
        fields.Written(name) is { ValueKind: JsonValueKind.String } written && Template.ExpressionIn(written.GetString()!) is { } expression
            ? $"The JSONata expression '{expression}' specified for the field '{name}'"
            : $"The field '{name}'";
}
