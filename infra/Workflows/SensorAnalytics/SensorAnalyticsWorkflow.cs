using System.Globalization;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.DynamoDB.Inputs;

namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>
/// The readings of a day are written to Parquet files by a query; a distributed Map hands them in batches to a function,
/// which finds anomalies and stores a summary of each reading.
/// </summary>
public sealed class SensorAnalyticsWorkflow : WorkflowComponent
{
    /// <summary>Creates the buckets, the tables, the workgroup, the function and the state machine.</summary>
    public SensorAnalyticsWorkflow(StackContext context, ComponentResourceOptions? options = null)
        : base("fanout:workflows:SensorAnalytics", WorkflowNames.SensorAnalytics, options)
    {
        var settings = context.Settings.SensorAnalytics;
        const string name = WorkflowNames.SensorAnalytics;
        var tags = context.TagsOf(WorkflowNames.SensorAnalytics);
        var child = new ComponentResourceOptions { Parent = this };

        var data = new SecureBucket($"{name}-data", context, new SecureBucketArgs
        {
            Name = context.BucketNameOf("sensor-data"),
            KeepsVersionsInProd = true,
            Tags = tags,
        }, child);
        var results = new SecureBucket($"{name}-results", context, new SecureBucketArgs
        {
            Name = context.BucketNameOf("sensor-results"),
            TemporaryPrefixes = new[] { MapRunResults.Prefix, ReadingsQuery.FilesPrefix, ReadingsQuery.ManifestsPrefix }
                .ToDictionary(prefix => prefix, _ => context.Settings.LogRetentionDays),
            Tags = tags,
        }, child);
        var readings = new ReadingsTable($"{name}-readings", settings.Database, data, tags, child);
        var workgroup = QueryWorkgroup.Create(
            name, context, results, ReadingsQuery.ManifestsPrefix, settings.ScanLimitMegabytes, tags, new CustomResourceOptions { Parent = this });
        var summaries = SummariesOf(name, context, tags);
        var failedEvents = new DeadLetterQueue($"{name}-failed-events", context, tags, child);
        var function = new DotNetFunction($"{name}-batch", context, new DotNetFunctionArgs
        {
            Project = "SensorAnalytics",
            Variables = VariablesOf(settings, summaries),
            Statements = [Statement.Allow("StoreSummaries", ["dynamodb:BatchWriteItem"], summaries.Arn)],
            MemoryMegabytes = 512,
            TimeoutSeconds = BatchProcessor.LongestCallSeconds,
            Concurrency = settings.BatchConcurrency,
            FailedEvents = failedEvents,
            Tags = tags,
        }, child);
        var rejected = new DeadLetterQueue($"{name}-rejected", context, tags, child);
        var machine = new LoggedStateMachine(name, context, new LoggedStateMachineArgs
        {
            Definition = Output.Tuple(data.Name, results.Name, readings.Database, workgroup.Name, function.Arn, rejected.Url)
                .Apply(resources => SensorAnalyticsDefinition.Create(settings, new SensorAnalyticsResources(
                    DataBucket: resources.Item1,
                    ResultsBucket: resources.Item2,
                    Database: resources.Item3,
                    WorkGroup: resources.Item4,
                    FunctionArn: resources.Item5,
                    RejectedQueueUrl: resources.Item6))),
            Statements =
            [
                .. Statements(context, name, data, results),
                .. QueryStatements.Run(context, workgroup),
                .. QueryStatements.ReadCatalog(context, readings.DatabaseArn, readings.TableArn),
                Statement.Allow("AnalyzeBatches", ["lambda:InvokeFunction"], function.Arn),
                Statement.Allow("TellOfRejected", ["sqs:SendMessage"], rejected.Arn),
            ],
            Tags = tags,
        }, child);

        Export(
            context,
            machine,
            new Dictionary<string, Output<string>>
            {
                ["DataBucket"] = data.Name,
                ["ResultsBucket"] = results.Name,
                ["TableName"] = summaries.Name,
                ["FunctionName"] = function.Name,
                ["FailedEventsQueueUrl"] = failedEvents.Url,
                ["RejectedReadingsQueueUrl"] = rejected.Url,
                ["Database"] = readings.Database,
                ["WorkGroup"] = workgroup.Name,
            },
            input: "{}",
            look: names => $"dynamodb scan --table-name {names["TableName"]} --max-items 3");
    }

    private static InputMap<string> VariablesOf(SensorAnalyticsSettings settings, Table summaries) => new()
    {
        ["TABLE_NAME"] = summaries.Name,
        ["TEMPERATURE_MIN"] = settings.TemperatureMinimum.ToString(CultureInfo.InvariantCulture),
        ["TEMPERATURE_MAX"] = settings.TemperatureMaximum.ToString(CultureInfo.InvariantCulture),
        ["HUMIDITY_MIN"] = settings.HumidityMinimum.ToString(CultureInfo.InvariantCulture),
        ["HUMIDITY_MAX"] = settings.HumidityMaximum.ToString(CultureInfo.InvariantCulture),
        ["BATTERY_MIN"] = settings.BatteryMinimum.ToString(CultureInfo.InvariantCulture),
    };

    // What Athena does with the machine's role: it reads the readings, writes Parquet files, results and manifests.
    private static IReadOnlyList<Statement> Statements(
        StackContext context, string machine, SecureBucket data, SecureBucket results) =>
    [
        .. MapRunStatements.RunAndSum(context, machine, SensorAnalyticsDefinition.BatchesLabel, results.Arn),
        .. QueryStatements.ListBuckets(data, results),
        Statement.Allow("ReadReadings", ["s3:GetObject"], Output.Format($"{data.Arn}/*")),
        Statement.Allow(
            "KeepQueryResults",
            ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
            [
                Output.Format($"{results.Arn}/{ReadingsQuery.FilesPrefix}*"),
                Output.Format($"{results.Arn}/{ReadingsQuery.ManifestsPrefix}*"),
            ]),
    ];

    private Table SummariesOf(string name, StackContext context, InputMap<string> tags) => SecureTable.Create(
        $"{name}-summaries",
        context,
        new SecureTableArgs
        {
            Name = context.Settings.SensorAnalytics.TableName,
            PartitionKey = new TableAttributeArgs { Name = "DeviceId", Type = "S" },
            SortKey = new TableAttributeArgs { Name = "ReadingTimestamp", Type = "S" },
            Tags = tags,
        },
        this);
}
