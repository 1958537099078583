using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Blocks;

/// <summary>
/// The states that add up what the children of a Map Run gave, however many there are: what one state can read is read
/// at once; of more, child executions add up parts first, round by round.
/// </summary>
internal sealed record MapRunSum
{
    // What one state reads as a text, which escapes double at most, and gives with all of its rejected items.
    private const int LargestFile = 100_000;

    // So many summaries at least are added up at a time, each with its counts beside its items.
    private const int SummariesOfPart = 16;
    private const int BytesOfCounts = 3_000;
    private const string ReadManifest = "Read manifest";
    private const string HowMuchToAddUp = "How much is there to add up?";
    private const string AddUp = "Add up";
    private const string ReadSummaries = "Read summaries";

    /// <summary>How many bytes the items that a summary names may have: its counts may have 3,000 beside them.</summary>
    public const int BytesOfItems = Payload.Limit / SummariesOfPart - BytesOfCounts;

    /// <summary>How many bytes the items that the whole sum names may have.</summary>
    public const int BytesOfAllItems = LargestFile;

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
        states.Add(Start, new TaskState
        {
            Resource = Integration.DescribeMapRun,
            Arguments = new JsonObject { ["MapRunArn"] = Jsonata.Of("$states.input.run") },
            Output = Jsonata.Of($$"""{'{{Items}}': $states.result.ItemCounts.Total, 'manifest': $states.input.manifest}"""),
            Retry = [Payload.Retry],
            Next = ReadManifest,
        });
        states.Add(ReadManifest, MapRunResults.Read(
            Bucket,
            key: "$states.input.manifest",
            output: $$"""{{{Counted}}, 'file': {{MapRunResults.SucceededFile}}}""",
            next: HowMuchToAddUp));
        states.Add(HowMuchToAddUp, new ChoiceState
        {
            Choices =
            [
                new ChoiceRule(Jsonata.Of("$not($exists($states.input.file))"), Next)
                {
                    Output = Jsonata.Of($$"""{{{Counted}}, 'summaries': []}"""),
                },
                new ChoiceRule(
                    Jsonata.Of($"$exists($states.input.file.Size) and $states.input.file.Size > {LargestFile}"), AddUp),
            ],
            Default = ReadSummaries,
        });

        // Each round leaves one summary of sixteen or more, until one state can read the rest.
        states.Add(AddUp, new MapState
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
            Next = ReadManifest,
        });
        states.Add(ReadSummaries, MapRunResults.Read(
            Bucket,
            key: "$states.input.file.Key",
            output: $$"""{{{Counted}}, 'summaries': $parse($states.result.Body)}""",
            next: Next));
    }
}
