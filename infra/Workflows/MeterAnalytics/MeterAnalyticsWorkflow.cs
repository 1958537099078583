using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.DynamoDB.Inputs;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// Electricity readings are added up by hour, day and month by queries, on a schedule or for given days; each result is
/// written to a table by a function that S3 calls for it.
/// </summary>
public sealed class MeterAnalyticsWorkflow : WorkflowComponent
{
    private const string DataLogs = "iot-analytic/";
    private const string ResultsLogs = "athena-results/";

    /// <summary>Creates the buckets, the tables, the workgroup, the function, the state machine and its schedule.</summary>
    public MeterAnalyticsWorkflow(StackContext context, ComponentResourceOptions? options = null)
        : base("fanout:workflows:MeterAnalytics", WorkflowNames.MeterAnalytics, options)
    {
        var settings = context.Settings.MeterAnalytics;
        const string name = WorkflowNames.MeterAnalytics;
        var tags = context.TagsOf(WorkflowNames.MeterAnalytics);
        var child = new ComponentResourceOptions { Parent = this };

        var logs = new SecureBucket($"{name}-access-logs", context, new SecureBucketArgs
        {
            Name = context.BucketNameOf("meter-logs"),
            LoggedBuckets = [context.BucketNameOf("meter-iot-analytic"), context.BucketNameOf("meter-results")],
            TemporaryPrefixes = new[] { DataLogs, ResultsLogs }.ToDictionary(prefix => prefix, _ => context.Settings.LogRetentionDays),
            Tags = tags,
        }, child);
        var data = new SecureBucket($"{name}-data", context, new SecureBucketArgs
        {
            Name = context.BucketNameOf("meter-iot-analytic"),
            KeepsVersionsInProd = true,
            AccessLog = new AccessLog(logs, DataLogs),
            Tags = tags,
        }, child);
        var results = new SecureBucket($"{name}-results", context, new SecureBucketArgs
        {
            Name = context.BucketNameOf("meter-results"),
            TemporaryPrefixes = new Dictionary<string, int>
            {
                [MeteringSchema.ResultsPrefix] = context.Settings.LogRetentionDays,
                [MeteringSchema.AuditsPrefix] = context.Settings.LogRetentionDays,
            },
            AccessLog = new AccessLog(logs, ResultsLogs),
            Tags = tags,
        }, child);
        var tables = new MeteringTables($"{name}-tables", context, data, tags, child);
        var workgroup = QueryWorkgroup.Create(
            name, context, results, MeteringSchema.ResultsPrefix, settings.ScanLimitMegabytes, tags, new CustomResourceOptions { Parent = this });
        var audits = QueryWorkgroup.Create(
            $"{name}-audits", context, results, MeteringSchema.AuditsPrefix, settings.ScanLimitMegabytes, tags, new CustomResourceOptions { Parent = this });
        var energy = EnergyOf(name, context, tags);
        var rejectedLines = new DeadLetterQueue($"{name}-rejected-lines", context, tags, child);
        var deadLetters = new DeadLetterQueue($"{name}-dead-letters", context, tags, child);
        var writer = new ResultsWriter($"{name}-writer", context, results, energy, rejectedLines, deadLetters, tags, child);
        var machine = new LoggedStateMachine(name, context, new LoggedStateMachineArgs
        {
            Definition = Output.Tuple(tables.Database, workgroup.Name, audits.Name, rejectedLines.Url).Apply(resources =>
                MeterAnalyticsDefinition.Create(
                    settings,
                    new MeterAnalyticsResources(
                        Database: resources.Item1,
                        WorkGroup: resources.Item2,
                        AuditWorkGroup: resources.Item3,
                        RejectedLinesQueueUrl: resources.Item4))),
            Statements =
            [
                .. Statements(data, results),
                .. QueryStatements.Run(context, workgroup, audits),
                .. QueryStatements.ReadCatalog(context, tables.Arns),
                Statement.Allow("ReadCounts", ["athena:GetQueryResults"], audits.Arn),
                Statement.Allow("ReportUnusedReadings", ["sqs:SendMessage"], rejectedLines.Arn),
            ],
            Tags = tags,
        }, child);
        var schedule = new DailySchedule($"{name}-daily", context, machine, deadLetters, tags, child);

        Export(
            context,
            machine,
            new Dictionary<string, Output<string>>
            {
                ["DataBucket"] = data.Name,
                ["ResultsBucket"] = results.Name,
                ["LogBucket"] = logs.Name,
                ["TableName"] = energy.Name,
                ["FunctionName"] = writer.Function.Name,
                ["RejectedLinesQueueUrl"] = rejectedLines.Url,
                ["DeadLetterQueueUrl"] = deadLetters.Url,
                ["Database"] = tables.Database,
                ["WorkGroup"] = workgroup.Name,
                ["ScheduleName"] = schedule.Name,
            },
            input: """{"from": "2022/01/01", "to": "2022/01/31"}""",
            look: names => $"dynamodb scan --table-name {names["TableName"]} --max-items 3");
    }

    // What Athena does with the machine's role: it reads customers and readings, and writes results.
    private static IReadOnlyList<Statement> Statements(SecureBucket data, SecureBucket results) =>
    [
        .. QueryStatements.ListBuckets(data, results),
        Statement.Allow(
            "ReadTables",
            ["s3:GetObject"],
            [
                Output.Format($"{data.Arn}/{MeteringSchema.PrefixOf(MeteringSchema.Customers)}*"),
                Output.Format($"{data.Arn}/{MeteringSchema.PrefixOf(MeteringSchema.Readings)}*"),
            ]),
        Statement.Allow(
            "KeepQueryResults",
            ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
            Output.Format($"{results.Arn}/{MeteringSchema.ResultsPrefix}*")),

        // The machine reads these too, by Athena: of the others nobody but the function reads any.
        Statement.Allow(
            "KeepAudits",
            ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
            Output.Format($"{results.Arn}/{MeteringSchema.AuditsPrefix}*")),
    ];

    private Table EnergyOf(string name, StackContext context, InputMap<string> tags) => SecureTable.Create(
        $"{name}-energy",
        context,
        new SecureTableArgs
        {
            Name = context.Settings.MeterAnalytics.TableName,
            PartitionKey = new TableAttributeArgs { Name = "CustomerID", Type = "N" },
            SortKey = new TableAttributeArgs { Name = "SensorID-Period", Type = "S" },
            Tags = tags,
        },
        this);
}
