using System.Text.Json;
using Fanout.Local.Jsonata;

namespace Fanout.Local.StepFunctions.Definitions;

/// <summary>Reads the fields of one object of a definition that keeps the rules.</summary>
/// <param name="definition">Collects what the rules do not know.</param>
/// <param name="name">The name of the state that the object is or belongs to.</param>
/// <param name="json">The object.</param>
internal sealed class FieldReader(DefinitionReader definition, string name, JsonElement json)
{
    public DefinitionReader Definition => definition;

    public string Name => name;

    public JsonElement? Get(string field) => json.TryGetProperty(field, out var value) ? value : null;

    public string? Text(string field) => Get(field)?.GetString();

    public double? Number(string field) => Get(field)?.GetDouble();

    public FieldReader? Inner(string field) => Get(field) is { } value ? new(definition, name, value) : null;

    /// <summary>The objects of an array, each with its place, for example <c>Choices[0]/</c>.</summary>
    public IEnumerable<(string Place, FieldReader Fields)> Items(string field) =>
        (Get(field)?.EnumerateArray() ?? Enumerable.Empty<JsonElement>())
            .Select((item, index) => ($"{field}[{index}]/", new FieldReader(definition, name, item)));

    public Template? Template(string field)
    {
        if (Get(field) is not { } value)
        {
            return null;
        }
        var template = new Template(value);
        definition.Remember(name, field, template);
        return template;
    }

    /// <summary>Adds a problem; the sentence goes on after the name of the state.</summary>
    public void Problem(string predicate) => definition.Problems.Add($"State \"{name}\" {predicate}.");
}
