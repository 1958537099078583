using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>Writes the fields of one JSON object; those without a value are left out.</summary>
internal sealed class JsonFields
{
    public JsonObject Json { get; } = [];

    public JsonFields Add(string name, JsonNode? value)
    {
        if (value is not null)
        {
            // A node has one parent; a definition may be written more than once.
            Json.Add(name, value.DeepClone());
        }

        return this;
    }

    public JsonFields AddAll(string name, IEnumerable<JsonNode> values)
    {
        JsonArray array = [.. values];
        return Add(name, array.Count == 0 ? null : array);
    }

    public JsonFields AddTexts(string name, IEnumerable<string> values) =>
        AddAll(name, values.Select(value => (JsonNode)JsonValue.Create(value)));
}
