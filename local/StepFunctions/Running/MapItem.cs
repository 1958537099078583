using System.Text.Json;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>What <c>$states.context.Map.Item</c> gives; a distributed Map's items have a source and may have a key.</summary>
internal sealed record MapItem(long Index, JsonElement Value, string? Key = null, string? Source = null)
{
    /// <summary>What an iteration gets where nothing is selected: the value, and the key where there is one.</summary>
    public JsonElement Whole => Key is null ? Value : Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString(nameof(Key), Key);
        json.WriteMember(nameof(Value), Value);
        json.WriteEndObject();
    });
}
