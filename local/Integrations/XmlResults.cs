using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Fanout.Local.Integrations;

/// <summary>Results from S3's XML, in which the items of a list are repeated elements ("AWS restXml protocol").</summary>
/// <param name="naming">The name that a state machine uses for a member.</param>
internal sealed class XmlResults(Func<string, string> naming)
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
                    ? new JsonArray([.. elements.Select(item => Value(member.Value[0], item))])
                    : Value(member.Value, elements[0]);
            }
        }

        return result;
    }

    private JsonNode Value(JsonElement shape, XElement element) => shape.ValueKind == JsonValueKind.Object
        ? Read(shape, element)
        : Shapes.FromText(shape.GetString()!, element.Value);
}
