using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Fanout.Local.Integrations;

/// <summary>Results from an API's XML.</summary>
/// <param name="naming">The name that a state machine uses for a member.</param>
/// <param name="flattened">Whether the items of a list are repeated elements, rather than the member elements of one.</param>
internal sealed class XmlResults(Func<string, string> naming, bool flattened)
{
    /// <summary>Reads a structure.</summary>
    public JsonObject Read(JsonElement shape, XElement structure)
    {
        var result = new JsonObject();
        foreach (var member in shape.EnumerateObject())
        {
            var elements = structure.Elements().Where(element => element.Name.LocalName == member.Name).ToArray();
            if (elements.Length > 0)
            {
                result[naming(member.Name)] = member.Value.ValueKind == JsonValueKind.Array
                    ? List(member.Value[0], flattened ? elements : elements[0].Elements())
                    : Value(member.Value, elements[0]);
            }
        }

        return result;
    }

    private JsonArray List(JsonElement shape, IEnumerable<XElement> items) => new([.. items.Select(item => Value(shape, item))]);

    private JsonNode Value(JsonElement shape, XElement element) => shape.ValueKind == JsonValueKind.Object
        ? Read(shape, element)
        : Shapes.FromText(shape.GetString()!, element.Value);
}
