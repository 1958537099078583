using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Pulumi;

namespace Fanout.Local.Stacks.Provisioning;

/// <summary>Property values as mocks receive them, as JSON.</summary>
internal static class PropertyJson
{
    /// <summary>Converts a map of properties.</summary>
    public static JsonObject Object(IEnumerable<KeyValuePair<string, object>> properties) =>
        new(properties
            .OrderBy(property => property.Key, StringComparer.Ordinal)
            .Select(property => KeyValuePair.Create(property.Key, Value(property.Value))));

    /// <summary>The path of a file asset or a file archive.</summary>
    public static string PathOf(AssetOrArchive asset) => (string)ValueOf(asset);

    private static JsonNode? Value(object? value) => value switch
    {
        null => null,
        bool boolean => JsonValue.Create(boolean),
        double number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        AssetArchive assets => Object((IDictionary<string, AssetOrArchive>)ValueOf(assets)),
        AssetOrArchive asset => JsonValue.Create(PathOf(asset)),
        IReadOnlyDictionary<string, object> map => Object(map),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Value)]),
        _ => throw new NotSupportedException($"A property of type {value.GetType()} has no JSON form."),
    };

    private static JsonObject Object(IDictionary<string, AssetOrArchive> assets) =>
        new(assets.Select(asset => KeyValuePair.Create(asset.Key, Value(asset.Value))));

    // An asset's path, text or address; the SDK keeps it internal.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Value")]
    private static extern object ValueOf(AssetOrArchive asset);
}
