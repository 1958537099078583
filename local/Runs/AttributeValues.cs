using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Samples;

namespace Fanout.Local.Runs;

/// <summary>DynamoDB attribute values as the plain JSON that they stand for ("DynamoDB low-level API").</summary>
internal static class AttributeValues
{
    /// <summary>Plain JSON as a table gives it back, where a number has no zeros that say nothing.</summary>
    public static JsonNode? Kept(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => JsonNode.Parse(DynamoDbNumber.Read(value.GetRawText()).Text ?? value.GetRawText()),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Kept)]),
        JsonValueKind.Object => new JsonObject(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Kept(member.Value)))),
        _ => JsonNode.Parse(value.GetRawText()),
    };

    /// <summary>Unwraps a value and all within it.</summary>
    /// <exception cref="FormatException">It is no attribute value.</exception>
    public static JsonNode? ToPlain(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != 1)
        {
            throw new FormatException($"{value.GetRawText()} is no DynamoDB attribute value.");
        }

        var attribute = value.EnumerateObject().Single();
        return attribute.Name switch
        {
            "S" => JsonValue.Create(attribute.Value.GetString()),
            "N" => JsonNode.Parse(attribute.Value.GetString()!),
            "BOOL" => JsonValue.Create(attribute.Value.GetBoolean()),
            "NULL" => null,
            "L" => new JsonArray([.. attribute.Value.EnumerateArray().Select(ToPlain)]),
            "M" => new JsonObject(attribute.Value.EnumerateObject().Select(member =>
                KeyValuePair.Create(member.Name, ToPlain(member.Value)))),
            _ => throw new FormatException($"{attribute.Name} is no DynamoDB attribute type that a list from JSON has."),
        };
    }
}
