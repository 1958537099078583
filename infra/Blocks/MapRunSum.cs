using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Blocks;

/// <summary>
/// The states that add up what the children of a Map Run gave, however many there are: what one state can read is read
/// at once; of more, child executions add up parts first, round by round.
/// </summary>
internal sealed record MapRunSum
{
    // So many summaries at least are added up at a time, each with its counts beside its items.
    private const int SummariesOfPart = 16;
    private const int BytesOfCounts = 3_000;

    /// <summary>How many bytes the items that a summary names may have: its counts may have 3,000 beside them.</summary>
    public const int BytesOfItems = Payload.Limit / SummariesOfPart - BytesOfCounts;

    /// <summary>How many bytes the items that the whole sum names may have.</summary>
    public const int BytesOfAllItems = MapRunSummaries.LargestFile;

    /// <summary>What the items are called in states' names and outputs, such as <c>objects</c>.</summary>
    public required string Items { get; init; }

    /// <summary>The label of the Map Run that adds up parts.</summary>
    public required string Label { get; init; }

    /// <summary>The bucket of the results.</summary>
    public required string Bucket { get; init; }

    /// <summary>
    /// Gives an expression that adds up summaries: of an expression for an array of them, which may be empty, and of
    /// how many bytes the items may take in the sum.
    /// </summary>
    public required Func<string, int, string> Sum { get; init; }

    /// <summary>
    /// The state that goes on, with the count of items and the summaries that are left, <c>{&lt;items&gt;, summaries}</c>.
    /// </summary>
    public required string Next { get; init; }

    /// <summary>The first of the states; takes <see cref="OfRun"/>.</summary>
    public string Start => $"Count {Items}";

    /// <summary>What the Map state gives, an expression.</summary>
    public static string OfRun { get; } =
        Jsonata.Of("{'run': $states.result.MapRunArn, 'manifest': $states.result.ResultWriterDetails.Key}");

    private string Counted => $"'{Items}': $states.input.{Items}";

    /// <summary>Adds the states.</summary>
    public void AddTo(OrderedDictionary<string, State> states)
    {
        var summaries = new MapRunSummaries
        {
            Bucket = Bucket,
            Question = "How much is there to add up?",
            Beside = $"{Counted}, ",
            Next = Next,
        };
        summaries = summaries with { Larger = ("Add up", AddUp(summaries)) };
        states.Add(Start, new TaskState
        {
            Resource = Integration.DescribeMapRun,
            Arguments = new JsonObject { ["MapRunArn"] = Jsonata.Of("$states.input.run") },
            Output = Jsonata.Of($$"""{'{{Items}}': $states.result.ItemCounts.Total, 'manifest': $states.input.manifest}"""),
            Retry = [Payload.Retry],
            Next = summaries.Start,
        });
        summaries.AddTo(states);
    }

    // Each round leaves one summary of sixteen or more, until one state can read the rest.
    private MapState AddUp(MapRunSummaries summaries) => new()
    {
        Label = Label,
        ItemReader = new ItemReader
        {
            Resource = ItemReader.GetObject,
            ReaderConfig = new ReaderConfig { InputType = "JSON" },
            Arguments = new JsonObject { [nameof(Bucket)] = Bucket, ["Key"] = Jsonata.Of("$states.input.file.Key") },
        },
        ItemBatcher = new ItemBatcher { MaxInputBytesPerBatch = Payload.Limit },
        ItemProcessor = new ItemProcessor
        {
            DistributedExecutionType = "EXPRESS",
            StartAt = "Add summaries",
            States =
            {
                ["Add summaries"] = new SucceedState { Output = Jsonata.Of(Sum("$states.input.Items", BytesOfItems)) },
            },
        },
        ResultWriter = MapRunResults.Writer(Bucket, "$states.context.Execution.Name", "sums"),
        Output = Jsonata.Of($$"""{{{Counted}}, 'manifest': $states.result.ResultWriterDetails.Key}"""),
        Next = summaries.Start,
    };
}
