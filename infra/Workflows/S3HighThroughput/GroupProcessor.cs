using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>
/// Publishes a group of up to ten objects, <c>{Objects: [{Key, Size, Limit}]}</c>, with one call, and reports the rejected ones
/// to the dead-letter queue, as it does those that were rejected unread, <c>{Rejected: [{Key, Reason}]}</c>. It gives
/// <c>{published, rejected: [{Key, Reason}], failed: [{Key, Error}]}</c>.
/// </summary>
internal static class GroupProcessor
{
    private const int PublishAttempts = 5;
    private const string ForEachObject = "For each object";
    private const string AnythingToPublish = "Anything to publish?";
    private const string PublishMessages = "Publish messages";
    private const string PublishedAll = "All messages published?";
    private const string WaitForTopic = "Wait for the topic";
    private const string ForEachRejected = "For each rejected object";

    private const string RefusedByTopic =
        "{'Key': $messages[$number($entry.Id)].Key, 'Reason': 'RefusedByTopic: ' & $substring($entry.Code & ' ' & $entry.Message, 0, 150)}";

    public static ItemProcessor Create(S3HighThroughputSettings settings, S3HighThroughputResources resources) => new()
    {
        StartAt = ForEachObject,
        States =
        {
            [ForEachObject] = new MapState
            {
                Items = Jsonata.Of("[$states.input.Objects]"),
                ItemProcessor = new ObjectProcessor(settings, resources.DataBucket).Create(),

                // A variable is logged where it is set, what is handed on with the input and the output of each state. Of the
                // 10 MiB of an execution's variables, each of its up to forty groups at a time takes a payload at most.
                Assign = new JsonObject
                {
                    ["published"] = 0,
                    ["attempt"] = 1,
                    ["messages"] = Jsonata.Of("[$states.result.message]"),
                    ["rejected"] = Jsonata.Of("[$states.input.Rejected, $states.result.rejected]"),
                    ["failed"] = Jsonata.Of("[$states.result.failed]"),
                },
                Output = new JsonObject(),
                Next = AnythingToPublish,
            },
            [AnythingToPublish] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$count($messages) > 0"), PublishMessages)],
                Default = ForEachRejected,
            },
            [PublishMessages] = Publish(resources.TopicArn),
            [PublishedAll] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$count($messages) > 0"), WaitForTopic)],
                Default = ForEachRejected,
            },
            [WaitForTopic] = new WaitState
            {
                Seconds = Jsonata.Of("$power(2, $attempt - 2)"),
                Next = PublishMessages,
            },
            [ForEachRejected] = new MapState
            {
                Items = Jsonata.Of("$rejected"),
                ItemProcessor = ReportRejected(resources),
                Output = Jsonata.Of(
                    """
                    {'published': $published,
                     'rejected': [$states.result.rejected],
                     'failed': [$failed, $states.result.failed]}
                    """),
                End = true,
            },
        },
    };

    // An entry that is refused by the sender's fault would be refused again; the others are tried again without those
    // that were published.
    private static TaskState Publish(string topicArn) => new()
    {
        Resource = Integration.SnsPublishBatch,
        Arguments = new JsonObject
        {
            ["TopicArn"] = topicArn,
            ["PublishBatchRequestEntries"] = Jsonata.Of(
                "[$map($messages, function($message, $index) {{'Id': $string($index), 'Message': $message.Message}})]"),
        },
        Assign = new JsonObject
        {
            ["published"] = Jsonata.Of("$published + $count($states.result.Successful)"),
            ["attempt"] = Jsonata.Of("$attempt + 1"),
            ["messages"] = Jsonata.Of($"[{Refused("$again($)", "$messages[$number($entry.Id)]")}]"),
            ["rejected"] = Jsonata.Of($"[$rejected, {Refused("$not($again($))", RefusedByTopic)}]"),
        },
        Output = new JsonObject(),
        Retry = [Payload.Retry],
        Catch =
        [
            new Catcher(ErrorName.All)
            {
                Assign = new JsonObject
                {
                    ["failed"] = Jsonata.Of(
                        $$$"""
                        ($error := {{{Failure.Text}}}; [$failed, $map($messages, function($message) {{'Key': $message.Key, 'Error': $error}})])
                        """),
                },
                Output = new JsonObject(),
                Next = ForEachRejected,
            },
        ],
        Next = PublishedAll,
    };

    // What becomes of the entries that the topic refused, of those that are sent again or of the others.
    private static string Refused(string which, string becomes) =>
        $$$"""
        ($again := function($entry) { $entry.SenderFault = false and $attempt < {{{PublishAttempts}}} };
          $map($states.result.Failed[{{{which}}}], function($entry) { {{{becomes}}} }))
        """;

    private static ItemProcessor ReportRejected(S3HighThroughputResources resources)
    {
        const string sendToDeadLetterQueue = "Send to dead-letter queue";
        const string notReported = "Object not reported";
        return new ItemProcessor
        {
            StartAt = sendToDeadLetterQueue,
            States =
            {
                [sendToDeadLetterQueue] = new TaskState
                {
                    Resource = Integration.SqsSendMessage,
                    Arguments = new JsonObject
                    {
                        ["QueueUrl"] = resources.DeadLetterQueueUrl,
                        ["MessageBody"] = Jsonata.Of(
                            $$"""
                            $string({'bucket': {{Jsonata.Literal(resources.DataBucket)}}, 'key': $states.input.Key, 'reason': $states.input.Reason, 'execution': $states.context.Execution.Input.BatchInput.execution})
                            """),
                    },
                    Output = Jsonata.Of("{'rejected': $states.input}"),
                    Retry = [Payload.Retry],
                    Catch = [new Catcher(ErrorName.All) { Output = Failure.OfObject, Next = notReported }],
                    End = true,
                },
                [notReported] = new SucceedState(),
            },
        };
    }
}
