using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// Shapes of a service's model: <c>"string"</c>, <c>"text"</c> (a string that nothing else is sent as), <c>"blob"</c>, <c>"integer"</c>, <c>"number"</c>, <c>"boolean"</c>,
/// <c>"timestamp"</c>, <c>"any"</c>; <c>[shape]</c> for a list; <c>{"*": shape}</c> for a map; <c>{"Name": shape}</c>
/// for a structure. Everything here takes a naming, which gives the name that a state machine uses for a member.
/// </summary>
internal static class Shapes
{
    /// <summary>The API's JSON for an argument: what is no string where the API wants one is sent as its JSON.</summary>
    /// <exception cref="TaskFailedException">The argument has another shape.</exception>
    public static JsonNode? ToApi(JsonElement shape, JsonElement value, Func<string, string> naming, string path) =>
        shape.ValueKind switch
        {
            JsonValueKind.Array => new JsonArray(
                [.. Expect(value, JsonValueKind.Array, "a list", path).EnumerateArray()
                    .Select((item, index) => ToApi(shape[0], item, naming, $"{path}[{index}]"))]),
            JsonValueKind.Object => new JsonObject(
                Expect(value, JsonValueKind.Object, "an object", path).EnumerateObject()
                    .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                    .Select(member => ToApi(shape, member, naming, path))),
            _ when shape.ValueEquals("text") => Expect(value, JsonValueKind.String, "a string", path).GetString(),
            _ when shape.ValueEquals("string") => Text(value),
            _ when shape.ValueEquals("blob") => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(value))),
            _ when shape.ValueEquals("timestamp") && value.ValueKind == JsonValueKind.String => Seconds(value.GetString()!, path),
            _ => JsonSerializer.SerializeToNode(value),
        };

    /// <summary>A result from an API's JSON, whose times the state machine gets as <paramref name="time"/> writes them.</summary>
    public static JsonNode? FromApi(
        JsonElement shape, JsonElement value, Func<string, string> naming, Func<DateTimeOffset, JsonNode> time) =>
        (shape.ValueKind, value.ValueKind) switch
        {
            (JsonValueKind.Array, JsonValueKind.Array) => new JsonArray(
                [.. value.EnumerateArray().Select(item => FromApi(shape[0], item, naming, time))]),
            (JsonValueKind.Object, JsonValueKind.Object) => new JsonObject(
                from member in value.EnumerateObject()
                let known = MapValue(shape) ?? Member(shape, member.Name, name => name)?.Shape
                where known is not null
                let name = MapValue(shape) is null ? naming(member.Name) : member.Name
                select KeyValuePair.Create(name, FromApi(known.Value, member.Value, naming, time))),
            (JsonValueKind.String, JsonValueKind.Number) when shape.ValueEquals("timestamp") =>
                time(DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round(value.GetDouble() * 1000))),
            (JsonValueKind.String, JsonValueKind.String) when shape.ValueEquals("blob") =>
                Encoding.UTF8.GetString(value.GetBytesFromBase64()),
            _ => JsonSerializer.SerializeToNode(value),
        };

    /// <summary>A result from the text of an API's header or XML element.</summary>
    public static JsonNode FromText(string shape, string text) => shape switch
    {
        "integer" => long.Parse(text, CultureInfo.InvariantCulture),
        "number" => double.Parse(text, CultureInfo.InvariantCulture),
        "boolean" => bool.Parse(text),
        "timestamp" => Timestamp(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        _ => text,
    };

    /// <summary>An argument as text.</summary>
    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : JsonSerializer.Serialize(value, CompactJson.Options);

    /// <summary>A time as results have it: fractions of a second only where there are any.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString(
        time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    // The API's JSON has times as seconds ("AWS JSON 1.1 protocol"), a state machine as texts.
    private static JsonNode Seconds(string time, string path) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            ? parsed.ToUnixTimeMilliseconds() / 1000.0
            : throw new TaskFailedException("States.Runtime", $"The argument '{path}' must be a time such as 2026-01-02T03:04:05Z.");

    /// <summary>The shape of a map's values; null for a structure.</summary>
    public static JsonElement? MapValue(JsonElement shape) => shape.TryGetProperty("*", out var value) ? value : null;

    private static KeyValuePair<string, JsonNode?> ToApi(
        JsonElement shape, JsonProperty member, Func<string, string> naming, string path)
    {
        var inner = $"{path}.{member.Name}";
        if (MapValue(shape) is { } values)
        {
            return KeyValuePair.Create(member.Name, ToApi(values, member.Value, naming, inner));
        }

        var (name, known) = Member(shape, member.Name, naming) ?? throw new TaskFailedException(
            "States.Runtime",
            $"The argument '{inner}' is not supported; allowed in '{path}': "
                + $"{string.Join(", ", shape.EnumerateObject().Select(allowed => naming(allowed.Name)))}.");
        return KeyValuePair.Create(name, ToApi(known, member.Value, naming, inner));
    }

    private static (string Name, JsonElement Shape)? Member(JsonElement shape, string name, Func<string, string> naming)
    {
        foreach (var member in shape.EnumerateObject())
        {
            if (naming(member.Name) == name)
            {
                return (member.Name, member.Value);
            }
        }

        return null;
    }

    private static JsonElement Expect(JsonElement value, JsonValueKind kind, string expected, string path) =>
        value.ValueKind == kind
            ? value
            : throw new TaskFailedException("States.Runtime", $"The argument '{path}' must be {expected}.");
}
