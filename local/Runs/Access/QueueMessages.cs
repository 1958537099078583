using Amazon.SQS;
using Amazon.SQS.Model;

namespace Fanout.Local.Runs.Access;

/// <summary>Messages of a queue that others use too: those of others stay there.</summary>
internal static class QueueMessages
{
    private const int LargestBatch = 10;

    // Longer than the queue is looked at: nothing is seen twice.
    private const int HiddenSeconds = 300;
    private const int LongPollSeconds = 2;

    /// <summary>Receives the messages that are wanted and deletes them, until there are enough and no more come.</summary>
    /// <param name="sqs">The client.</param>
    /// <param name="queueUrl">The queue.</param>
    /// <param name="isWanted">Whether the body of a message is one of those.</param>
    /// <param name="isEnough">Whether no more are expected.</param>
    /// <param name="pace">How long they are waited for.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <returns>The bodies, each message once.</returns>
    public static async Task<IReadOnlyList<string>> TakeAsync(
        IAmazonSQS sqs,
        string queueUrl,
        Func<string, bool> isWanted,
        Func<IReadOnlyList<string>, bool> isEnough,
        Pace pace,
        CancellationToken cancellation)
    {
        var (taken, seen, others) = (new List<string>(), new HashSet<string>(), new List<Message>());
        var request = new ReceiveMessageRequest
        {
            QueueUrl = queueUrl,
            MaxNumberOfMessages = LargestBatch,
            VisibilityTimeout = HiddenSeconds,
            WaitTimeSeconds = pace.Patience > TimeSpan.FromMinutes(1) ? LongPollSeconds : 0,
        };
        try
        {
            await pace.UntilSeenAsync(ReceiveAsync, received => received == 0 && isEnough(taken), cancellation);
        }
        finally
        {
            // Whoever owns them finds them as they were.
            foreach (var page in others.Chunk(LargestBatch))
            {
                await sqs.ChangeMessageVisibilityBatchAsync(
                    queueUrl,
                    [.. page.Select((message, number) => new ChangeMessageVisibilityBatchRequestEntry($"{number}", message.ReceiptHandle) { VisibilityTimeout = 0 })],
                    CancellationToken.None);
            }
        }

        return taken;

        async Task<int> ReceiveAsync()
        {
            var count = 0;
            while ((await sqs.ReceiveMessageAsync(request, cancellation)).Messages is { Count: > 0 } messages)
            {
                count += messages.Count;
                var wanted = messages.Where(message => isWanted(message.Body)).ToArray();
                others.AddRange(messages.Except(wanted));
                taken.AddRange(wanted.Where(message => seen.Add(message.MessageId)).Select(message => message.Body));
                if (wanted.Length > 0)
                {
                    await sqs.DeleteMessageBatchAsync(
                        queueUrl,
                        [.. wanted.Select((message, number) => new DeleteMessageBatchRequestEntry($"{number}", message.ReceiptHandle))],
                        cancellation);
                }
            }

            return count;
        }
    }
}
