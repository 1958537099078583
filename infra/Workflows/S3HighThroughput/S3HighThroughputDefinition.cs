using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
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

    private const string ForEachBatch = "For each batch";

    /// <summary>Builds the definition.</summary>
    /// <param name="settings">The workflow's settings.</param>
    /// <param name="resources">What the machine works with.</param>
    public static StateMachineDefinition Create(S3HighThroughputSettings settings, S3HighThroughputResources resources)
    {
        var sum = new MapRunSum
        {
            Items = "objects",
            Label = SumsLabel,
            Bucket = resources.ResultsBucket,
            Sum = Summary.OfSummaries,
            Next = RejectionReport.Start,
        };
        var definition = new StateMachineDefinition
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
                    Output = MapRunSum.OfRun,
                    Next = sum.Start,
                },
            },
        };
        sum.AddTo(definition.States);
        new RejectionReport
        {
            Items = "objects",
            Output = Report(resources),
            ToleratedPercentage = settings.ToleratedRejectedPercentage,
        }.AddTo(definition.States);
        return definition;
    }

    // Some objects only, where the input has a prefix: it goes below the stack's, which is all that the role may read.
    // Other fields are of no concern: an execution "can be triggered without worrying about payload".
    private static JsonObject Listing(S3HighThroughputSettings settings, S3HighThroughputResources resources) => new()
    {
        ["Bucket"] = resources.DataBucket,
        ["Prefix"] = Jsonata.Of(
            $"""
            {Jsonata.Literal(settings.Prefix)} & ($exists($states.input.prefix) and $type($states.input.prefix) != 'string'
              ? $error('The prefix of the input is ' & $string($states.input.prefix) & ', but must be a text.')
              : $states.input.prefix)
            """),
    };

    // Objects that were neither published nor rejected were in leaves or children that failed and were tolerated.
    private static string Report(S3HighThroughputResources resources) =>
        $$"""
        ($summary := {{Summary.OfSummaries("$states.input.summaries", MapRunSum.BytesOfAllItems)}};
          {'objects': $states.input.objects,
           'published': $summary.published,
           'rejected': $summary.rejected,
           'failed': $states.input.objects - $summary.published - $summary.rejected.count,
           'deadLetterQueue': {{Jsonata.Literal(resources.DeadLetterQueueUrl)}},
           'results': {{Jsonata.Literal($"s3://{resources.ResultsBucket}/{MapRunResults.Prefix}")}} & $states.context.Execution.Name & '/'})
        """;
}
