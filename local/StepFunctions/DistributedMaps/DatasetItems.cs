using System.Text.Json;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>The items that a JSON value holds.</summary>
internal static class DatasetItems
{
    /// <summary>The elements of an array, or the members of an object.</summary>
    /// <exception cref="ItemReaderException">The value is neither.</exception>
    public static IEnumerable<MapItem> Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select((element, index) => new MapItem(index, element)),
        JsonValueKind.Object => value.EnumerateObject().Select((member, index) => new MapItem(index, member.Value, member.Name)),
        _ => throw new ItemReaderException("Attempting to map over non-iterable node."),
    };
}
