using System.Text.Json.Serialization;

namespace Fanout.Functions.MeterAnalytics.Events;

/// <summary>The fields of a notification that are looked at ("Event message structure").</summary>
/// <param name="Event"><c>s3:TestEvent</c> where it is the message that S3 sends when notifications are set up.</param>
/// <param name="Records">What happened; null in a test event.</param>
internal sealed record EventMessage(
    [property: JsonPropertyName("Event")] string? Event,
    [property: JsonPropertyName("Records")] IReadOnlyList<EventMessage.Record?>? Records)
{
    /// <summary>What happened to one object.</summary>
    internal sealed record Record(
        [property: JsonPropertyName("eventName")] string? EventName,
        [property: JsonPropertyName("s3")] Entity? S3);

    /// <summary>Where it happened.</summary>
    internal sealed record Entity(
        [property: JsonPropertyName("bucket")] Bucket? Bucket,
        [property: JsonPropertyName("object")] Item? Item);

    /// <summary>The bucket.</summary>
    internal sealed record Bucket([property: JsonPropertyName("name")] string? Name);

    /// <summary>The object.</summary>
    /// <param name="Key">Its key, encoded as in a form: <c>+</c> for a space, <c>%XX</c>.</param>
    internal sealed record Item([property: JsonPropertyName("key")] string? Key);
}

/// <summary>Reads notifications without reflection.</summary>
[JsonSerializable(typeof(EventMessage))]
internal sealed partial class EventJson : JsonSerializerContext;
