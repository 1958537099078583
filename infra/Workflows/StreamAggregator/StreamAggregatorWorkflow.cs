using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Pulumi;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>
/// The records of a task's locations are gathered from a third-party API, page by page, and made one CSV file by a Glue
/// job; no function is involved.
/// </summary>
public sealed class StreamAggregatorWorkflow : WorkflowComponent
{
    // Longer than the longest extraction and the longest run of the job together.
    private const int KeepPartsDays = 15;

    /// <summary>Creates the tables, the buckets, the connection, the Glue job and the three state machines.</summary>
    public StreamAggregatorWorkflow(StackContext context, ComponentResourceOptions? options = null)
        : base("fanout:workflows:StreamAggregator", WorkflowNames.StreamAggregator, options)
    {
        var settings = context.Settings.StreamAggregator;
        const string name = WorkflowNames.StreamAggregator;
        var tags = context.TagsOf(WorkflowNames.StreamAggregator);
        var child = new ComponentResourceOptions { Parent = this };

        var tables = new TaskTables($"{name}-tables", context, tags, child);
        var parts = new SecureBucket($"{name}-parts", context, new SecureBucketArgs
        {
            Name = context.BucketNameOf("stream-parts"),
            TemporaryPrefixes = new Dictionary<string, int> { [TaskInput.PartsPrefix] = KeepPartsDays },
            Tags = tags,
        }, child);
        var output = new SecureBucket($"{name}-output", context, new SecureBucketArgs
        {
            Name = context.BucketNameOf("stream-output"),
            KeepsVersionsInProd = true,
            Tags = tags,
        }, child);
        var connection = new ThirdPartyConnection($"{name}-api", context, child);
        var job = new ConsolidationJob($"{name}-job", context, parts, output, tags, child);

        var processing = new LoggedStateMachine($"{name}-process", context, new LoggedStateMachineArgs
        {
            Type = "EXPRESS",

            // A location whose pages fail is tried again, and then tolerated or not: the extraction's alarm tells.
            CallersAnswerForFailures = true,
            Definition = Output.Tuple(connection.Arn, parts.Name).Apply(resources =>
                DataProcessingDefinition.Create(settings, new DataProcessingResources(
                    ConnectionArn: resources.Item1, PartsBucket: resources.Item2))),
            Statements =
            [
                .. connection.Calls(context, $"{name}-process", settings.ApiBaseUrl, ThirdPartyApi.Data),
                Statement.Allow("StoreParts", ["s3:PutObject"], Output.Format($"{parts.Arn}/{TaskInput.PartsPrefix}*")),
            ],
            Tags = tags,
        }, child);
        var extraction = new LoggedStateMachine($"{name}-extract", context, new LoggedStateMachineArgs
        {
            Definition = Output.Tuple(tables.Locations.Name, connection.Arn, processing.Arn).Apply(resources =>
                DataExtractionDefinition.Create(settings, new DataExtractionResources(
                    LocationsTable: resources.Item1, ConnectionArn: resources.Item2, ProcessingArn: resources.Item3))),
            Statements =
            [
                .. MapRunStatements.RunChildren(context, $"{name}-extract"),
                Statement.Allow("QueryLocations", ["dynamodb:Query"], tables.Locations.Arn),
                .. connection.Calls(context, $"{name}-extract", settings.SummaryApiBaseUrl, ThirdPartyApi.Summary, DataExtractionDefinition.LocationsLabel),
                Statement.Allow("ProcessPages", ["states:StartSyncExecution"], processing.Arn),
            ],
            Tags = tags,
        }, child);
        var incomplete = new DeadLetterQueue($"{name}-incomplete", context, tags, child);
        var machine = new LoggedStateMachine(name, context, new LoggedStateMachineArgs
        {
            Name = settings.StateMachineName,
            Definition = Output.All(
                tables.Tasks.Name, tables.Locations.Name, extraction.Arn, job.Name, parts.Name, output.Name, incomplete.Url).Apply(resources =>
                StreamAggregatorDefinition.Create(settings, new StreamAggregatorResources(
                    TasksTable: resources[0],
                    LocationsTable: resources[1],
                    ExtractionArn: resources[2],
                    JobName: resources[3],
                    PartsBucket: resources[4],
                    OutputBucket: resources[5],
                    IncompleteQueueUrl: resources[6]))),
            Statements =
            [
                Statement.Allow("KeepRecords", ["dynamodb:UpdateItem"], tables.Tasks.Arn),
                .. WaitStatements.RunMachine(context, $"{name}-extract", extraction.Arn),
                WaitStatements.RunJob(job.Arn),
                Statement.Allow("TellOfIncomplete", ["sqs:SendMessage"], incomplete.Arn),
                Statement.Allow(
                    "ReadRowCount", ["s3:GetObject"], Output.Format($"{output.Arn}/*{ConsolidationContract.SummarySuffix}")),
            ],
            Tags = tags,
        }, child);

        Export(
            context,
            machine,
            new Dictionary<string, Output<string>>
            {
                ["ExtractionStateMachineName"] = extraction.Name,
                ["ProcessingStateMachineName"] = processing.Name,
                ["TasksTableName"] = tables.Tasks.Name,
                ["LocationsTableName"] = tables.Locations.Name,
                ["PartsBucket"] = parts.Name,
                ["OutputBucket"] = output.Name,
                ["JobName"] = job.Name,
                ["IncompleteLocationsQueueUrl"] = incomplete.Url,
                ["ConnectionArn"] = connection.Arn,
            },
            input: """{"task_id": "t-1", "task_sort_key": "2026-01-31T00:00:00Z"}""",
            look: names => $"dynamodb scan --table-name {names["TasksTableName"]} --max-items 3");
    }
}
