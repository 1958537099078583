using System.Net;
using System.Text.Json;
using Fanout.Functions.MeterAnalytics.Objects;

namespace Fanout.Functions.MeterAnalytics.Events;

/// <summary>What happened to one object.</summary>
/// <param name="Name">The event's name, such as <c>ObjectCreated:Put</c>.</param>
/// <param name="Object">The object.</param>
internal sealed record ObjectEvent(string Name, ObjectPath Object)
{
    private const string TestEvent = "s3:TestEvent";

    /// <summary>Whether the object was created or overwritten.</summary>
    public bool IsCreation => Name.StartsWith("ObjectCreated:", StringComparison.Ordinal);

    /// <summary>Reads a notification ("Event message structure").</summary>
    /// <returns>Its records; none for the test event that S3 sends when notifications are set up.</returns>
    /// <exception cref="EventException">The input is no notification.</exception>
    public static async Task<IReadOnlyList<ObjectEvent>> ReadAllAsync(Stream input, CancellationToken cancellation)
    {
        EventMessage? message;
        try
        {
            message = await JsonSerializer.DeserializeAsync(input, EventJson.Default.EventMessage, cancellation);
        }
        catch (JsonException problem)
        {
            throw new EventException($"The input is not a notification of S3: {problem.Message}", problem);
        }

        return message switch
        {
            { Records: { } records } => [.. records.Select(Of)],
            { Event: TestEvent } => [],
            _ => throw new EventException(
                "The input has no list \"Records\"; it must be a notification of S3, {\"Records\": [{\"eventName\", \"s3\"}...]}."),
        };
    }

    private static ObjectEvent Of(EventMessage.Record? record, int index) => new(
        Required(record?.EventName, "eventName", index),
        new ObjectPath(
            Required(record?.S3?.Bucket?.Name, "s3.bucket.name", index),
            WebUtility.UrlDecode(Required(record?.S3?.Item?.Key, "s3.object.key", index))));

    private static string Required(string? value, string name, int index) =>
        value is { Length: > 0 }
            ? value
            : throw new EventException($"Records[{index}] of the notification has no {name}.");
}
