using Amazon.SQS;
using Amazon.SQS.Model;

namespace Fanout.Local.Aws;

/// <summary>What is needed of queues, with all permissions.</summary>
/// <param name="sqs">The SDK's client.</param>
public sealed class SqsClient(IAmazonSQS sqs) : IDisposable
{
    private const int LargestBatch = 10;

    /// <summary>Makes a queue.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">Its attributes as the API names them.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="AmazonSQSException">The service refused.</exception>
    public Task CreateAsync(string name, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellation) =>
        sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = name, Attributes = new(attributes) }, cancellation);

    /// <summary>The URLs of all queues.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation) =>
        (await sqs.ListQueuesAsync(new ListQueuesRequest(), cancellation)).QueueUrls ?? [];

    /// <summary>Receives and deletes every message of a queue.</summary>
    /// <param name="queueUrl">The queue's URL.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <returns>The messages' bodies.</returns>
    /// <exception cref="AmazonSQSException">The service refused.</exception>
    public async Task<IReadOnlyList<string>> DrainAsync(string queueUrl, CancellationToken cancellation)
    {
        var bodies = new List<string>();
        var request = new ReceiveMessageRequest { QueueUrl = queueUrl, MaxNumberOfMessages = LargestBatch, WaitTimeSeconds = 0 };
        while ((await sqs.ReceiveMessageAsync(request, cancellation)).Messages is { Count: > 0 } messages)
        {
            bodies.AddRange(messages.Select(message => message.Body));
            await sqs.DeleteMessageBatchAsync(
                queueUrl,
                [.. messages.Select((message, number) => new DeleteMessageBatchRequestEntry($"{number}", message.ReceiptHandle))],
                cancellation);
        }

        return bodies;
    }

    public void Dispose() => sqs.Dispose();
}
