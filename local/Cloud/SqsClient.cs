using System.Text.Json;

namespace Fanout.Local.Cloud;

/// <summary>What is needed of queues, with all permissions.</summary>
/// <param name="json">The JSON client.</param>
/// <param name="root">The credentials.</param>
public sealed class SqsClient(AwsJsonClient json, AwsCredentials root)
{
    private const int LargestBatch = 10;

    /// <summary>Makes a queue.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">Its attributes as the API names them.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="AwsErrorException">The service refused.</exception>
    public Task CreateAsync(string name, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellation) =>
        CallAsync("CreateQueue", new { QueueName = name, Attributes = attributes }, cancellation);

    /// <summary>The URLs of all queues.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        var answer = await CallAsync("ListQueues", new { }, cancellation);
        return answer.TryGetProperty("QueueUrls", out var urls) ? [.. urls.EnumerateArray().Select(url => url.GetString()!)] : [];
    }

    /// <summary>Receives and deletes every message of a queue.</summary>
    /// <param name="queueUrl">The queue's URL.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <returns>The messages' bodies.</returns>
    /// <exception cref="AwsErrorException">The service refused.</exception>
    public async Task<IReadOnlyList<string>> DrainAsync(string queueUrl, CancellationToken cancellation)
    {
        var bodies = new List<string>();
        while (true)
        {
            var answer = await CallAsync(
                "ReceiveMessage", new { QueueUrl = queueUrl, MaxNumberOfMessages = LargestBatch, WaitTimeSeconds = 0 }, cancellation);
            if (!answer.TryGetProperty("Messages", out var messages) || messages.GetArrayLength() == 0)
            {
                return bodies;
            }

            bodies.AddRange(messages.EnumerateArray().Select(message => message.GetProperty("Body").GetString()!));
            var entries = messages.EnumerateArray().Select((message, number) =>
                new { Id = $"{number}", ReceiptHandle = message.GetProperty("ReceiptHandle").GetString() });
            await CallAsync("DeleteMessageBatch", new { QueueUrl = queueUrl, Entries = entries }, cancellation);
        }
    }

    private Task<JsonElement> CallAsync<T>(string operation, T arguments, CancellationToken cancellation) => json.CallAsync(
        "sqs", $"AmazonSQS.{operation}", JsonSerializer.SerializeToElement(arguments), root, cancellation);
}
