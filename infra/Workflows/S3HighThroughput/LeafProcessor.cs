using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>
/// A leaf, an Express execution: publishes a small batch of objects, ten in a call. It ends with a
/// <see cref="Summary"/>, or fails where a service failed for some of its objects, after it has published the others.
/// </summary>
internal static class LeafProcessor
{
    // "PublishBatch" of the Amazon SNS API.
    private const int MostMessagesOfCall = 10;
    private const int LongestCause = 8_000;
    private const string ForEachGroup = "For each group";
    private const string AnyFailed = "Did any object fail?";
    private const string ObjectsFailed = "Objects failed";
    private const string SmallBatchDone = "Small batch done";

    // What a payload leaves to messages beside the rejected and failed objects, the topic's ARN, the fields' names.
    private const int BytesOfGroup = Payload.Limit - 4_096;

    // A key of 1,024 bytes, twice that in JSON, and an entry's own fields.
    private const int BytesBesideMessage = 2_200;

    public static ItemProcessor Create(
        S3HighThroughputSettings settings, S3HighThroughputResources resources, int bytesOfObjects) => new()
        {
            DistributedExecutionType = "EXPRESS",
            StartAt = ForEachGroup,
            States =
            {
                [ForEachGroup] = new MapState
                {
                    Items = Jsonata.Of(Groups(new ObjectProcessor(settings, resources.DataBucket).AddedBytes)),
                    MaxConcurrency = settings.GroupConcurrency,
                    ItemProcessor = GroupProcessor.Create(settings, resources),
                    Output = Jsonata.Of(
                        $$"""
                        {'objects': $count($states.input.Items),
                         'failed': [$states.result.failed],
                         'summary': {{Summary.OfGroups("$states.result", bytesOfObjects)}}}
                        """),
                    Next = AnyFailed,
                },
                [AnyFailed] = new ChoiceState
                {
                    Choices = [new ChoiceRule(Jsonata.Of("$count($states.input.failed) > 0"), ObjectsFailed)],
                    Default = SmallBatchDone,
                },
                [ObjectsFailed] = new FailState
                {
                    Error = "ObjectsFailed",
                    Cause = Jsonata.Of(
                        $$"""
                        $string($count($states.input.failed)) & ' of ' & $string($states.input.objects) & ' objects failed ('
                          & $string($states.input.summary.published) & ' were published, '
                          & $string($states.input.summary.rejected.count) & ' rejected): '
                          & $substring($string($states.input.failed), 0, {{LongestCause}})
                        """),
                },
                [SmallBatchDone] = new SucceedState { Output = Jsonata.Of("$states.input.summary") },
            },
        };

    // Groups of ten, three or one, by size: the messages of a group fit one payload even where every character of the
    // objects is escaped. Each object is told how long its message may be, for it may grow after it was listed. What no
    // message can hold or make is rejected unread.
    private static string Groups(int addedBytes)
    {
        const int few = 3;
        const int limitOfMany = BytesOfGroup / MostMessagesOfCall - BytesBesideMessage;
        const int limitOfFew = BytesOfGroup / few - BytesBesideMessage;
        var small = (limitOfMany - addedBytes) / 2;
        var medium = (limitOfFew - addedBytes) / 2;
        var large = SnsRequest.LargestMessage - addedBytes;
        return $$$"""
            ($objects := $states.input.Items;
              $rejected := [
                $objects[Size = 0].{'Key': Key, 'Reason': 'Empty: the object has no bytes'},
                $objects[Size > {{{large}}}].{'Key': Key, 'Reason': {{{ObjectProcessor.TooLarge("$string(Size)")}}}}];
              $cut := function($objects, $number, $limit) {
                $map($partition($objects, $number), function($group) {
                  {'Objects': [$group.{'Key': Key, 'Size': Size, 'Limit': $limit}]}})};
              [$map($partition($rejected, {{{MostMessagesOfCall}}}), function($group) {{'Rejected': [$group]}}),
               $cut([$objects[Size > 0 and Size <= {{{small}}}]], {{{MostMessagesOfCall}}}, {{{limitOfMany}}}),
               $cut([$objects[Size > {{{small}}} and Size <= {{{medium}}}]], {{{few}}}, {{{limitOfFew}}}),
               $cut([$objects[Size > {{{medium}}} and Size <= {{{large}}}]], 1, {{{SnsRequest.LargestMessage}}})])
            """;
    }
}
