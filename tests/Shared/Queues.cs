using System.Text.Json;
using Fanout.Local.Cloud;

namespace Fanout.Tests;

/// <summary>Queues of a local cloud, by the API as the account's root.</summary>
internal static class Queues
{
    private const int LargestBatch = 10;

    /// <summary>Makes a queue and gives its URL.</summary>
    public static async Task<string> CreateQueueAsync(this LocalCloud cloud, string name, IReadOnlyDictionary<string, string>? attributes = null) =>
        (await CallAsync(cloud, "CreateQueue", new { QueueName = name, Attributes = attributes ?? new Dictionary<string, string>() }))
            .GetProperty("QueueUrl").GetString()!;

    /// <summary>Receives and deletes every message of a queue, and gives their bodies.</summary>
    public static async Task<IReadOnlyList<string>> DrainQueueAsync(this LocalCloud cloud, string queueUrl)
    {
        var bodies = new List<string>();
        while ((await CallAsync(cloud, "ReceiveMessage", new { QueueUrl = queueUrl, MaxNumberOfMessages = LargestBatch, WaitTimeSeconds = 0 }))
            .TryGetProperty("Messages", out var messages) && messages.GetArrayLength() > 0)
        {
            foreach (var message in messages.EnumerateArray())
            {
                bodies.Add(message.GetProperty("Body").GetString()!);
                await CallAsync(cloud, "DeleteMessage", new { QueueUrl = queueUrl, ReceiptHandle = message.GetProperty("ReceiptHandle").GetString() });
            }
        }

        return bodies;
    }

    private static Task<JsonElement> CallAsync<T>(LocalCloud cloud, string operation, T arguments) => cloud.Json.CallAsync(
        "sqs", $"AmazonSQS.{operation}", JsonSerializer.SerializeToElement(arguments), cloud.Root, CancellationToken.None);
}
