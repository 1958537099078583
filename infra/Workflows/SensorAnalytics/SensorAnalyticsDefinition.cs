using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>
/// The state machine of sensor-analytics. A query writes the readings of a day to Parquet files; each batch of these
/// goes to a child execution, in which a function finds anomalies and stores them. What the function reports is added up.
/// </summary>
public static class SensorAnalyticsDefinition
{
    /// <summary>The Map Run over the readings.</summary>
    public const string BatchesLabel = "Batches";

    /// <summary>The Map Run over what the children gave.</summary>
    public const string SumsLabel = "Sums";

    // With what the function says of each reading where all are rejected, this is less than it may answer with.
    private const int BytesOfBatch = 128 * 1024;
    private const string ReadInput = "Read input";
    private const string CheckInput = "Check input";
    private const string InvalidInput = "Invalid input";
    private const string UnloadReadings = "Unload readings";
    private const string QueryFailed = "Query failed";
    private const string LookForManifest = "Look for the files' manifest";
    private const string AnyFiles = "Are there any files?";
    private const string ManifestNotFound = "No such manifest";
    private const string ForEachBatch = "For each batch";

    /// <summary>Builds the definition.</summary>
    /// <param name="settings">The workflow's settings.</param>
    /// <param name="resources">What the machine works with.</param>
    public static StateMachineDefinition Create(SensorAnalyticsSettings settings, SensorAnalyticsResources resources)
    {
        var sum = new MapRunSum
        {
            Items = "readings",
            Label = SumsLabel,
            Bucket = resources.ResultsBucket,
            Sum = BatchReports.Sum,
            Next = RejectionReport.Start,
        };
        var definition = new StateMachineDefinition
        {
            Comment = "Unloads the sensor readings of a day to Parquet, and finds and stores their anomalies in batches",
            StartAt = ReadInput,
            States =
            {
                [ReadInput] = InputRules.Read(settings.DaysBack, resources, CheckInput),
                [CheckInput] = new ChoiceState
                {
                    Choices =
                    [
                        new ChoiceRule(Jsonata.Of("$exists($states.input.problem)"), InvalidInput),
                        new ChoiceRule(Jsonata.Of("$exists($states.input.manifest)"), LookForManifest),
                    ],
                    Default = UnloadReadings,
                },
                [InvalidInput] = InputRules.Refuse(settings.DaysBack),
                [UnloadReadings] = ReadingsQuery.Run(resources, next: LookForManifest, onFailure: QueryFailed),
                [QueryFailed] = new FailState
                {
                    Error = "QueryFailed",
                    Cause = Jsonata.Of(
                        "'The query for the readings of ' & $states.input.date & ' failed: ' & $states.input.reason"),
                },
                [LookForManifest] = LookFor(AnyFiles),
                [AnyFiles] = new ChoiceState
                {
                    Choices =
                    [
                        new ChoiceRule(Jsonata.Of("$states.input.bytes > 0"), ForEachBatch),

                        // A query that finds nothing writes no files, and a manifest of none.
                        new ChoiceRule(Jsonata.Of("$states.input.bytes = 0 or $states.input.isOwn"), RejectionReport.Start)
                        {
                            Output = Jsonata.Of("{'readings': 0, 'summaries': []}"),
                        },
                    ],
                    Default = ManifestNotFound,
                },
                [ManifestNotFound] = new FailState
                {
                    Error = "ManifestNotFound",
                    Cause = Jsonata.Of("'There is no object ' & $manifest & '. Give the manifest of an UNLOAD to Parquet.'"),
                },
                [ForEachBatch] = EachBatch(settings, resources, sum.Start),
            },
        };
        sum.AddTo(definition.States);
        new RejectionReport
        {
            Items = "readings",
            Output = BatchReports.Report(resources),
            ToleratedPercentage = settings.ToleratedRejectedPercentage,
            QueueUrl = resources.RejectedQueueUrl,
        }.AddTo(definition.States);
        return definition;
    }

    // Listed, not read: a manifest may be larger than a payload, and one that is missing is no error here.
    private static TaskState LookFor(string next) => new()
    {
        Resource = Integration.S3ListObjects,
        Arguments = new JsonObject
        {
            ["Bucket"] = Jsonata.Of("$states.input.manifest.Bucket"),
            ["Prefix"] = Jsonata.Of("$states.input.manifest.Key"),
            ["MaxKeys"] = 1,
        },
        Assign = new JsonObject
        {
            ["date"] = Jsonata.Of("$states.input.date"),
            ["manifest"] = Jsonata.Of("'s3://' & $states.input.manifest.Bucket & '/' & $states.input.manifest.Key"),
        },
        Output = Jsonata.Of(
            """
            ($key := $states.input.manifest.Key;
              $found := [$states.result.Contents][Key = $key];
              {'date': $states.input.date,
               'manifest': $states.input.manifest,
               'isOwn': $states.input.isOwn,
               'bytes': $exists($found) ? $found[0].Size : -1})
            """),
        Retry = [Payload.Retry],
        Next = next,
    };

    private static MapState EachBatch(SensorAnalyticsSettings settings, SensorAnalyticsResources resources, string next) => new()
    {
        // No Catch: where it fails here, the execution can be redriven, and only the failed batches are analyzed again.
        Label = BatchesLabel,
        ItemReader = new ItemReader
        {
            Resource = ItemReader.GetObject,
            ReaderConfig = new ReaderConfig { ManifestType = "ATHENA_DATA", InputType = "PARQUET" },
            Arguments = new JsonObject
            {
                ["Bucket"] = Jsonata.Of("$states.input.manifest.Bucket"),
                ["Key"] = Jsonata.Of("$states.input.manifest.Key"),
            },
        },
        ItemBatcher = new ItemBatcher
        {
            MaxItemsPerBatch = settings.ReadingsPerBatch,
            MaxInputBytesPerBatch = BytesOfBatch,
            BatchInput = new JsonObject
            {
                ["executionName"] = Jsonata.Of("$states.context.Execution.Name"),
                ["analysisDate"] = Jsonata.Of("$states.input.date"),
            },
        },
        MaxConcurrency = settings.BatchConcurrency,
        ToleratedFailurePercentage = settings.ToleratedFailurePercentage,
        ItemProcessor = BatchProcessor.Create(resources),
        ResultWriter = MapRunResults.Writer(resources.ResultsBucket, "$states.context.Execution.Name", "batches"),
        Output = MapRunSum.OfRun,
        Next = next,
    };
}
