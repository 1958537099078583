using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>
/// A child, a Standard execution, for only such a one can start a Map Run: hands its objects to leaves and sums up
/// what these gave.
/// </summary>
internal static class ChildProcessor
{
    private const string ForEachSmallBatch = "For each small batch";
    private const string BatchDone = "Batch done";

    // What the leaves write is read as one text within a payload, where escapes double it at most.
    private const int BytesOfLeaves = 129_000;

    public static ItemProcessor Create(S3HighThroughputSettings settings, S3HighThroughputResources resources)
    {
        var summaries = new MapRunSummaries
        {
            Bucket = resources.ResultsBucket,
            Question = "Did any small batch succeed?",
            Whose = " of small batches",
            Next = BatchDone,
        };
        var processor = new ItemProcessor
        {
            DistributedExecutionType = "STANDARD",
            StartAt = ForEachSmallBatch,
            States =
            {
                [ForEachSmallBatch] = new MapState
                {
                    Label = S3HighThroughputDefinition.LeavesLabel,
                    Items = Jsonata.Of("$states.input.Items"),
                    ItemBatcher = new ItemBatcher
                    {
                        MaxItemsPerBatch = settings.ObjectsPerLeaf,
                        MaxInputBytesPerBatch = Payload.Limit,
                        BatchInput = new JsonObject { ["execution"] = Jsonata.Of("$states.input.BatchInput.execution") },
                    },
                    MaxConcurrency = settings.LeafConcurrency,
                    ToleratedFailurePercentage = settings.ToleratedFailurePercentage,
                    ItemProcessor = LeafProcessor.Create(settings, resources, BytesOfObjects(settings)),
                    ResultWriter = MapRunResults.Writer(resources.ResultsBucket, "$states.input.BatchInput.run", "leaves"),
                    Output = Jsonata.Of("{'manifest': $states.result.ResultWriterDetails.Key}"),
                    Next = summaries.Start,
                },
            },
        };
        summaries.AddTo(processor.States);
        processor.States.Add(BatchDone, new SucceedState
        {
            Output = Jsonata.Of(Summary.OfSummaries("$states.input.summaries", MapRunSum.BytesOfItems)),
        });
        return processor;
    }

    private static int BytesOfObjects(S3HighThroughputSettings settings)
    {
        var leaves = (settings.ObjectsPerChild + settings.ObjectsPerLeaf - 1) / settings.ObjectsPerLeaf;
        return Math.Max(0, BytesOfLeaves / leaves - Summary.BytesOfCounts);
    }
}
