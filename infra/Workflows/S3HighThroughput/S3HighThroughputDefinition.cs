using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>
/// The state machine of s3-high-throughput. Each batch of a bucket's objects goes to a child execution, each small
/// batch of these to a leaf execution, which reads the objects and publishes them. What the children give is added up.
/// </summary>
public static class S3HighThroughputDefinition
{
    /// <summary>The Map Run over the bucket's objects.</summary>
    public const string ChildrenLabel = "Batches";

    /// <summary>The Map Run of a child over its objects.</summary>
    public const string LeavesLabel = "Objects";

    /// <summary>The Map Run over what the children gave.</summary>
    public const string SumsLabel = "Sums";

    /// <summary>
    /// How many bytes the rejected objects of a child may take: sixteen children at least are added up at a time.
    /// </summary>
    internal const int BytesOfObjects = Payload.Limit / 16 - 2 * Summary.BytesOfCounts;

    // What one state reads as a text, which escapes double at most, and gives with all of its rejected objects.
    private const int LargestFile = 100_000;
    private const string ForEachBatch = "For each batch";
    private const string CountObjects = "Count objects";
    private const string ReadManifest = "Read manifest";
    private const string HowMuchToAddUp = "How much is there to add up?";
    private const string AddUp = "Add up";
    private const string ReadSummaries = "Read summaries";
    private const string Done = "Done";

    /// <summary>Builds the definition.</summary>
    /// <param name="settings">The workflow's settings.</param>
    /// <param name="resources">What the machine works with.</param>
    public static StateMachineDefinition Create(S3HighThroughputSettings settings, S3HighThroughputResources resources) => new()
    {
        Comment = "Gives every JSON object of a bucket an attribute and publishes it, with a fan-out of two levels",
        StartAt = ForEachBatch,
        States =
        {
            [ForEachBatch] = new MapState
            {
                Label = ChildrenLabel,
                ItemReader = new ItemReader { Resource = ItemReader.ListObjects, Arguments = Listing(settings, resources) },
                ItemSelector = new JsonObject
                {
                    ["Key"] = Jsonata.Of("$states.context.Map.Item.Value.Key"),
                    ["Size"] = Jsonata.Of("$states.context.Map.Item.Value.Size"),
                },
                ItemBatcher = new ItemBatcher
                {
                    MaxItemsPerBatch = settings.ObjectsPerChild,
                    MaxInputBytesPerBatch = Payload.Limit,
                    BatchInput = new JsonObject
                    {
                        ["execution"] = Jsonata.Of("$states.context.Execution.Id"),
                        ["run"] = Jsonata.Of("$states.context.Execution.Name"),
                    },
                },
                MaxConcurrency = settings.ParentConcurrency,
                ToleratedFailurePercentage = settings.ToleratedFailurePercentage,
                ItemProcessor = ChildProcessor.Create(settings, resources),
                ResultWriter = MapRunResults.Writer(resources.ResultsBucket, "$states.context.Execution.Name", "children"),
                Output = Jsonata.Of(
                    "{'run': $states.result.MapRunArn, 'manifest': $states.result.ResultWriterDetails.Key}"),
                Next = CountObjects,
            },
            [CountObjects] = new TaskState
            {
                Resource = Integration.DescribeMapRun,
                Arguments = new JsonObject { ["MapRunArn"] = Jsonata.Of("$states.input.run") },
                Output = Jsonata.Of("{'objects': $states.result.ItemCounts.Total, 'manifest': $states.input.manifest}"),
                Retry = [Payload.Retry],
                Next = ReadManifest,
            },
            [ReadManifest] = MapRunResults.Read(
                resources.ResultsBucket,
                key: "$states.input.manifest",
                output: $$"""{'objects': $states.input.objects, 'file': {{MapRunResults.SucceededFile}}}""",
                next: HowMuchToAddUp),
            [HowMuchToAddUp] = new ChoiceState
            {
                Choices =
                [
                    new ChoiceRule(Jsonata.Of("$not($exists($states.input.file))"), Done)
                    {
                        Output = Jsonata.Of("{'objects': $states.input.objects, 'summaries': []}"),
                    },
                    new ChoiceRule(
                        Jsonata.Of($"$exists($states.input.file.Size) and $states.input.file.Size > {LargestFile}"), AddUp),
                ],
                Default = ReadSummaries,
            },

            // Each round leaves one summary of sixteen or more, until one state can read the rest.
            [AddUp] = new MapState
            {
                Label = SumsLabel,
                ItemReader = new ItemReader
                {
                    Resource = ItemReader.GetObject,
                    ReaderConfig = new ReaderConfig { InputType = "JSON" },
                    Arguments = new JsonObject
                    {
                        ["Bucket"] = resources.ResultsBucket,
                        ["Key"] = Jsonata.Of("$states.input.file.Key"),
                    },
                },
                ItemBatcher = new ItemBatcher { MaxInputBytesPerBatch = Payload.Limit },
                ItemProcessor = new ItemProcessor
                {
                    DistributedExecutionType = "EXPRESS",
                    StartAt = "Add summaries",
                    States =
                    {
                        ["Add summaries"] = new SucceedState
                        {
                            Output = Jsonata.Of(Summary.OfSummaries("$states.input.Items", BytesOfObjects)),
                        },
                    },
                },
                ResultWriter = MapRunResults.Writer(resources.ResultsBucket, "$states.context.Execution.Name", "sums"),
                Output = Jsonata.Of(
                    "{'objects': $states.input.objects, 'manifest': $states.result.ResultWriterDetails.Key}"),
                Next = ReadManifest,
            },
            [ReadSummaries] = MapRunResults.Read(
                resources.ResultsBucket,
                key: "$states.input.file.Key",
                output: "{'objects': $states.input.objects, 'summaries': $parse($states.result.Body)}",
                next: Done),
            [Done] = new SucceedState { Output = Jsonata.Of(Report(resources)) },
        },
    };

    private static JsonObject Listing(S3HighThroughputSettings settings, S3HighThroughputResources resources)
    {
        var arguments = new JsonObject { ["Bucket"] = resources.DataBucket };
        if (settings.Prefix.Length > 0)
        {
            arguments["Prefix"] = Jsonata.Text(settings.Prefix);
        }

        return arguments;
    }

    // Objects that were neither published nor rejected were in leaves or children that failed and were tolerated.
    private static string Report(S3HighThroughputResources resources) =>
        $$"""
        ($summary := {{Summary.OfSummaries("$states.input.summaries", LargestFile)}};
          {'objects': $states.input.objects,
           'published': $summary.published,
           'rejected': $summary.rejected,
           'failed': $states.input.objects - $summary.published - $summary.rejected.count,
           'deadLetterQueue': {{Jsonata.Literal(resources.DeadLetterQueueUrl)}},
           'results': {{Jsonata.Literal($"s3://{resources.ResultsBucket}/{MapRunResults.Prefix}")}} & $states.context.Execution.Name & '/'})
        """;
}
