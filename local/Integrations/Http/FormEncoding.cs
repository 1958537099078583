using System.Text.Json;

namespace Fanout.Local.Integrations.Http;

/// <summary>
/// A JSON object as a form ("Call HTTPS APIs in Step Functions workflows": Applying URL-encoding on request body).
/// </summary>
internal static class FormEncoding
{
    /// <summary>The formats of arrays, the default first.</summary>
    public static IReadOnlyList<string> ArrayFormats { get; } = ["INDICES", "REPEAT", "COMMAS", "BRACKETS"];

    /// <summary>Encodes an object.</summary>
    public static string Encode(JsonElement body, string arrayFormat) => string.Join('&', body.EnumerateObject()
        .SelectMany(member => Pairs(member.Name, member.Value, arrayFormat))
        .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>A scalar as text.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string key, JsonElement value, string arrayFormat) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject()
                .SelectMany(member => Pairs($"{key}[{member.Name}]", member.Value, arrayFormat)),
            JsonValueKind.Array when arrayFormat == "COMMAS" =>
                [KeyValuePair.Create(key, string.Join(',', value.EnumerateArray().Select(Text)))],
            JsonValueKind.Array => value.EnumerateArray()
                .SelectMany((item, index) => Pairs(ItemKey(key, index, arrayFormat), item, arrayFormat)),
            _ => [KeyValuePair.Create(key, Text(value))],
        };

    private static string ItemKey(string key, int index, string arrayFormat) => arrayFormat switch
    {
        "REPEAT" => key,
        "BRACKETS" => $"{key}[]",
        _ => $"{key}[{index}]",
    };
}
