using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>
/// Publishes a group of up to ten objects, <c>{Objects: [{Key, Size, Limit}]}</c>, with one call, and reports the rejected
/// ones to the dead-letter queue: <c>{published, rejected: [{Key, Reason}], failed: [{Key, Error}]}</c>.
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

    public static ItemProcessor Create(S3HighThroughputSettings settings, S3HighThroughputResources resources) => new()
    {
        StartAt = ForEachObject,
        States =
        {
            [ForEachObject] = new MapState
            {
                Items = Jsonata.Of("$states.input.Objects"),
                ItemProcessor = new ObjectProcessor(settings, resources.DataBucket).Create(),
                Output = Jsonata.Of(
                    """
                    {'published': 0,
                     'attempt': 1,
                     'messages': [$states.result.message],
                     'rejected': [$states.result.rejected],
                     'failed': [$states.result.failed]}
                    """),
                Next = AnythingToPublish,
            },
            [AnythingToPublish] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$count($states.input.messages) > 0"), PublishMessages)],
                Default = ForEachRejected,
            },
            [PublishMessages] = Publish(resources.TopicArn),
            [PublishedAll] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$count($states.input.messages) > 0"), WaitForTopic)],
                Default = ForEachRejected,
            },
            [WaitForTopic] = new WaitState
            {
                Seconds = Jsonata.Of("$power(2, $states.input.attempt - 2)"),
                Next = PublishMessages,
            },
            [ForEachRejected] = new MapState
            {
                Items = Jsonata.Of("$states.input.rejected"),
                ItemProcessor = ReportRejected(resources),
                Output = Jsonata.Of(
                    """
                    {'published': $states.input.published,
                     'rejected': [$states.result.rejected],
                     'failed': [$states.input.failed, $states.result.failed]}
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
                "[$map($states.input.messages, function($message, $index) {{'Id': $string($index), 'Message': $message.Message}})]"),
        },
        Output = Jsonata.Of(
            $$$"""
            ($input := $states.input;
              $again := function($entry) { $entry.SenderFault = false and $input.attempt < {{{PublishAttempts}}} };
              $refused := [$states.result.Failed];
              {'published': $input.published + $count($states.result.Successful),
               'attempt': $input.attempt + 1,
               'messages': [$map($refused[$again($)], function($entry) { $input.messages[$number($entry.Id)] })],
               'rejected': [$input.rejected, $map($refused[$not($again($))], function($entry) {
                 {'Key': $input.messages[$number($entry.Id)].Key,
                  'Reason': 'RefusedByTopic: ' & $substring($entry.Code & ' ' & $entry.Message, 0, 150)}})],
               'failed': $input.failed})
            """),
        Retry = [Payload.Retry],
        Catch =
        [
            new Catcher(ErrorName.All)
            {
                Output = Jsonata.Of(
                    $$$"""
                    ($error := {{{Failure.Text}}};
                      {'published': $states.input.published,
                       'rejected': $states.input.rejected,
                       'failed': [$states.input.failed, $map($states.input.messages, function($message) {{'Key': $message.Key, 'Error': $error}})]})
                    """),
                Next = ForEachRejected,
            },
        ],
        Next = PublishedAll,
    };

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
                            $string({'bucket': {{Jsonata.Literal(resources.DataBucket)}}, 'key': $states.input.Key, 'reason': $states.input.Reason, 'execution': $execution})
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
