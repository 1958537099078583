using Pulumi;
using Pulumi.Aws.Sqs;

namespace Fanout.Infra.Blocks;

/// <summary>
/// A queue of what could not be handled: encrypted, reached over TLS only, kept as long as SQS keeps messages,
/// with an alarm while it holds any.
/// </summary>
public sealed class DeadLetterQueue : ComponentResource
{
    // "Amazon SQS message quotas": 14 days.
    private const int LongestRetentionSeconds = 14 * 24 * 60 * 60;

    /// <param name="name">The logical name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="tags">The queue's tags.</param>
    /// <param name="options">Pulumi's options.</param>
    public DeadLetterQueue(string name, StackContext context, InputMap<string> tags, ComponentResourceOptions? options = null)
        : base("fanout:blocks:DeadLetterQueue", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var queue = new Queue($"{name}-queue", new QueueArgs
        {
            Name = context.NameOf(name),
            MessageRetentionSeconds = LongestRetentionSeconds,
            SqsManagedSseEnabled = true,
            Tags = tags,
        }, child);
        _ = new QueuePolicy($"{name}-queue-policy", new QueuePolicyArgs
        {
            QueueUrl = queue.Url,
            Policy = PolicyDocument.DenyWithoutTls("sqs:*", queue.Arn),
        }, child);
        FailureAlarm.OfMessages(name, context, tags, this);
        Arn = queue.Arn;
        Url = queue.Url;
        RegisterOutputs();
    }

    /// <summary>The queue's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>The queue's URL.</summary>
    public Output<string> Url { get; }
}
