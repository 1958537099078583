using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Fields of a state that are evaluated together, from the same values.</summary>
internal sealed class Fields
{
    private readonly Template _template;

    private Fields(Template template) => _template = template;

    /// <summary>Reads those of the named fields that are there.</summary>
    /// <param name="reader">What to read from.</param>
    /// <param name="prefix">Put before the names in the causes of errors, for example <c>Catch[0]/</c>.</param>
    /// <param name="names">The fields.</param>
    public static Fields Read(FieldReader reader, string prefix, params IEnumerable<string> names)
    {
        var found = names.Select(name => (name, Template: reader.Template(name)))
            .Where(field => field.Template is not null).ToArray();
        return new Fields(new Template(Json.Write(json =>
        {
            json.WriteStartObject();
            foreach (var (name, template) in found)
            {
                json.WriteMember(prefix + name, template!.Value);
            }
            json.WriteEndObject();
        })));
    }

    /// <summary>Whether a field is there.</summary>
    public bool Has(string name) => _template.Value.TryGetProperty(name, out _);

    /// <summary>The field as it was written.</summary>
    public JsonElement? Written(string name) => _template.Value.TryGetProperty(name, out var value) ? value : null;

    /// <summary>Evaluates all fields.</summary>
    public async Task<FieldValues> EvaluateAsync(Visit visit, (string Name, JsonElement Value)? extra = null, MapItem? item = null) =>
        new(visit, this, await visit.EvaluateAsync(_template, extra, item));
}
