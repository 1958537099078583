using System.Text.Json;
using Amazon.SQS.Model;
using Fanout.Local.Runs.Access;

namespace Fanout.Local.Runs;

/// <summary>Hears what a topic is told while it is told it, by a queue of its own, which stays short.</summary>
internal sealed class QueueListener : ITopicListener
{
    private readonly RunTarget _target;
    private readonly string _queueUrl;
    private readonly CancellationTokenSource _disposed;
    private readonly Task<IReadOnlyList<string>> _meanwhile;
    private volatile bool _isAllTold;

    private QueueListener(RunTarget target, string queueUrl, CancellationToken cancellation)
    {
        (_target, _queueUrl) = (target, queueUrl);
        _disposed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _meanwhile = TakeAsync(_ => _isAllTold, target.Pace with { Patience = Timeout.InfiniteTimeSpan }, _disposed.Token);
    }

    /// <summary>Makes the queue and subscribes it.</summary>
    public static async Task<ITopicListener> StartAsync(RunTarget target, string topicArn, CancellationToken cancellation)
    {
        var (aws, name) = (target.Aws, $"{target.Name}-messages");
        target.Cleanup.Add($"The queue {name}", async token =>
        {
            try
            {
                await aws.Sqs.DeleteQueueAsync((await aws.Sqs.GetQueueUrlAsync(name, token)).QueueUrl, token);
            }
            catch (QueueDoesNotExistException)
            {
                // It was not made yet.
            }
        });
        var url = (await aws.Sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = name }, cancellation)).QueueUrl;
        var attributes = await aws.Sqs.GetQueueAttributesAsync(url, ["QueueArn"], cancellation);
        await aws.Sqs.SetQueueAttributesAsync(
            url, new Dictionary<string, string> { ["Policy"] = Policy(attributes.QueueARN, topicArn) }, cancellation);
        var subscription = await aws.SnsAsync(
            "Subscribe", new { TopicArn = topicArn, Protocol = "sqs", Endpoint = attributes.QueueARN, ReturnSubscriptionArn = "true" }, cancellation);
        var arn = subscription.GetProperty("SubscriptionArn").GetString();
        target.Cleanup.Add($"The subscription {arn}", token => aws.SnsAsync("Unsubscribe", new { SubscriptionArn = arn }, token));
        return new QueueListener(target, url, cancellation);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> HeardAsync(int expected, CancellationToken cancellation)
    {
        _isAllTold = true;
        var bodies = await _meanwhile;
        bodies = [.. bodies, .. await TakeAsync(last => bodies.Count + last.Count >= expected, _target.Pace, cancellation)];
        return
        [
            .. bodies.Select(body => JsonElement.Parse(body))
                .DistinctBy(message => message.GetProperty("MessageId").GetString())
                .Select(message => message.GetProperty("Message").GetString()!),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _meanwhile.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _disposed.Dispose();
    }

    private Task<IReadOnlyList<string>> TakeAsync(Func<IReadOnlyList<string>, bool> isEnough, Pace pace, CancellationToken cancellation) =>
        QueueMessages.TakeAsync(_target.Aws.Sqs, _queueUrl, _ => true, isEnough, pace, cancellation);

    private static string Policy(string queueArn, string topicArn) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new Dictionary<string, object>
        {
            ["Effect"] = "Allow",
            ["Principal"] = new { Service = "sns.amazonaws.com" },
            ["Action"] = "sqs:SendMessage",
            ["Resource"] = queueArn,
            ["Condition"] = new { ArnEquals = new Dictionary<string, string> { ["aws:SourceArn"] = topicArn } },
        },
    });
}
