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
    public static Fields Read(FieldReader reader, string prefix, params IEnumerable<string> names) =>
        Read(names.Select(name => (prefix + name, reader.Template(name))));

    /// <summary>Puts fields of several objects together, each under a name of its own.</summary>
    public static Fields Read(IEnumerable<(string Name, Template? Template)> fields)
    {
        var found = fields.Where(field => field.Template is not null).ToArray();
        return new Fields(new Template(Json.Write(json =>
        {
            json.WriteStartObject();
            foreach (var (name, template) in found)
            {
                json.WriteMember(name, template!.Value);
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

    /// <summary>Evaluates all fields for an item, and leaves the failure to the caller.</summary>
    /// <exception cref="EvaluationException">An expression has no usable result.</exception>
    public async Task<FieldValues> ComputeAsync(Visit visit, MapItem item) =>
        new(visit, this, await visit.ComputeAsync(_template, item: item));
}
