using System.Text;
using System.Text.Json;
using Fanout.Local.Aws;

namespace Fanout.Local.Integrations;

/// <summary>Limits of services that the emulator does not enforce ("Amazon SNS API Reference": Publish, PublishBatch).</summary>
internal static class ServiceLimits
{
    private const int BatchEntries = 10;
    private const int MessageBytes = 262_144;

    /// <summary>Checks a call.</summary>
    /// <exception cref="AwsErrorException">The service would refuse it.</exception>
    public static void Check(ServiceCall call)
    {
        switch (call.Service, call.Action)
        {
            case ("sns", "Publish"):
                var (message, attributes) = (call.Arguments.GetValueOrDefault("Message"), call.Arguments.GetValueOrDefault("MessageAttributes"));
                if (Size(message, attributes) > MessageBytes)
                {
                    throw Refusal("InvalidParameter", "Invalid parameter: Message too long");
                }

                break;
            case ("sns", "PublishBatch"):
                CheckBatch(Items(call.Arguments.GetValueOrDefault("PublishBatchRequestEntries")));
                break;
        }
    }

    private static void CheckBatch(JsonElement[] entries)
    {
        if (entries.Length == 0)
        {
            throw Refusal("EmptyBatchRequest", "The batch request doesn't contain any entries.");
        }

        if (entries.Length > BatchEntries)
        {
            throw Refusal("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
        }

        if (entries.Select(entry => Shapes.Text(Member(entry, "Id"))).Distinct().Count() < entries.Length)
        {
            throw Refusal("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
        }

        if (entries.Sum(entry => Size(Member(entry, "Message"), Member(entry, "MessageAttributes"))) > MessageBytes)
        {
            throw Refusal("BatchRequestTooLong", "The length of all the batch messages put together is more than the limit.");
        }
    }

    /// <summary>What counts of a message: its body, and of each attribute name, type and value.</summary>
    private static int Size(JsonElement message, JsonElement attributes) => Bytes(message)
        + Members(attributes).Sum(attribute =>
            Encoding.UTF8.GetByteCount(attribute.Name) + Members(attribute.Value).Sum(part => Bytes(part.Value)));

    private static int Bytes(JsonElement text) =>
        text.ValueKind == JsonValueKind.Undefined ? 0 : Encoding.UTF8.GetByteCount(Shapes.Text(text));

    private static JsonElement[] Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static JsonProperty[] Members(JsonElement structure) =>
        structure.ValueKind == JsonValueKind.Object ? [.. structure.EnumerateObject()] : [];

    private static JsonElement Member(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) ? value : default;

    private static AwsErrorException Refusal(string code, string message) =>
        new(code, 400, Guid.NewGuid().ToString(), message);
}
