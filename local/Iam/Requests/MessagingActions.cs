using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam.Requests;

/// <summary>What operations of SNS and SQS need; a batch needs what one message does.</summary>
internal static class MessagingActions
{
    private const string Batch = "Batch";

    private static readonly string[] OfTopics =
        ["AddPermission", "GetTopicAttributes", "ListSubscriptionsByTopic", "Publish", "RemovePermission", "Subscribe"];

    private static readonly string[] OfQueues =
    [
        "AddPermission", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "PurgeQueue", "ReceiveMessage",
        "RemovePermission", "SendMessage",
    ];

    /// <summary>What a request of SNS needs; null where the operation is not known here.</summary>
    public static IEnumerable<RequestedAction>? OfSns(string operation, IReadOnlyDictionary<string, string> form)
    {
        // A text message to a phone is sent to no topic.
        var resource = form.GetValueOrDefault("TopicArn") ?? form.GetValueOrDefault("TargetArn") ?? "*";
        return OfTopics.Contains(Single(operation)) ? [new RequestedAction($"sns:{Single(operation)}", resource)] : null;
    }

    /// <summary>What a request of SQS needs; null where the operation is not known here.</summary>
    public static IEnumerable<RequestedAction>? OfSqs(string operation, JsonElement body, AwsAccount account)
    {
        var name = body.OptionalText("QueueName") ?? body.Text("QueueUrl");
        return OfQueues.Contains(Single(operation))
            ? [new RequestedAction($"sqs:{Single(operation)}", account.Arn("sqs", name[(name.LastIndexOf('/') + 1)..]))]
            : null;
    }

    private static string Single(string operation) =>
        operation.EndsWith(Batch, StringComparison.Ordinal) ? operation[..^Batch.Length] : operation;
}
