using System.Text.Json;

namespace Fanout.Local.Iam.Requests;

/// <summary>Members of requests, which may be of the wrong type until the service has checked them.</summary>
internal static class JsonMembers
{
    /// <summary>A text; empty where there is none.</summary>
    public static string Text(this JsonElement element, string name) => element.OptionalText(name) ?? "";

    /// <summary>A text; null where there is none.</summary>
    public static string? OptionalText(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A member of any type; undefined where there is none.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The items of a list; none where there is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    /// <summary>The members of an object; none where there is no object.</summary>
    public static IEnumerable<JsonProperty> Entries(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var entries) && entries.ValueKind == JsonValueKind.Object
            ? entries.EnumerateObject()
            : [];
}
