using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>
/// The parent: has a task's records gathered by data extraction and made one file by the Glue job, and keeps the task's
/// record. Output <c>{task_id, task_sort_key, status, file, rows, emptyColumns, locations, incomplete: {count, missing,
/// rejected, locations}, failed: {count, locations}}</c>, with the status SUCCEEDED, or NO_DATA and neither file nor columns.
/// </summary>
public static class StreamAggregatorDefinition
{
    private const string ReadInput = "Read input";
    private const string CheckInput = "Check input";
    private const string InvalidInput = "Invalid input";
    private const string RecordStart = "Record start";
    private const string GatherRecords = "Gather records";
    private const string RecordGathered = "Record what was gathered";
    private const string AnyIncomplete = "Is any location incomplete?";
    private const string TellOfIncomplete = "Tell of incomplete locations";
    private const string AnyRecords = "Any records?";
    private const string Consolidate = "Consolidate parts";
    private const string ReadRowCount = "Read row count";
    private const string AllRows = "Are all rows there?";
    private const string RecordSuccess = "Record success";
    private const string RecordNoData = "Record no data";
    private const string RecordFailure = "Record failure";
    private const string TaskDone = "Task done";
    private const string TaskFailed = "Task failed";
    private const string TaskTakenOver = "Task taken over";

    /// <summary>Builds the definition.</summary>
    /// <param name="settings">The workflow's settings.</param>
    /// <param name="resources">What the machine works with.</param>
    public static StateMachineDefinition Create(StreamAggregatorSettings settings, StreamAggregatorResources resources)
    {
        var record = new TaskRecord(resources.TasksTable);
        var takenOver = new Catcher(ErrorName.ConditionalCheckFailed) { Next = TaskTakenOver };
        Catcher[] onFailure = [takenOver, new Catcher(ErrorName.All) { Output = NotRecorded, Next = RecordFailure }];
        return new StateMachineDefinition
        {
            Comment = "Gathers the records of a task's locations from a third-party API and makes one file of them",
            StartAt = ReadInput,
            States =
            {
                [ReadInput] = TaskInput.Read(CheckInput),
                [CheckInput] = new ChoiceState
                {
                    Choices = [new ChoiceRule(Jsonata.Of("$exists($states.input.problem)"), InvalidInput)],
                    Assign = new JsonObject
                    {
                        ["task"] = Jsonata.Of("$states.input"),
                        ["gathered"] = Jsonata.Of(DataExtractionDefinition.Nothing),
                    },
                    Default = RecordStart,
                },
                [InvalidInput] = TaskInput.Refuse(),
                [RecordStart] = record.Begin(GatherRecords),
                [GatherRecords] = Gather(settings, resources),
                [RecordGathered] = record.NoteGathered(AnyIncomplete, onFailure),
                [AnyIncomplete] = new ChoiceState
                {
                    Choices = [new ChoiceRule(Jsonata.Of("$gathered.incomplete.count + $gathered.failed.count > 0"), TellOfIncomplete)],
                    Default = AnyRecords,
                },
                [TellOfIncomplete] = new TaskState
                {
                    Resource = Integration.SqsSendMessage,
                    Arguments = new JsonObject
                    {
                        ["QueueUrl"] = resources.IncompleteQueueUrl,
                        ["MessageBody"] = Jsonata.Of(
                            """
                            $string({'task_id': $task.task_id, 'execution': $states.context.Execution.Id,
                              'incomplete': $gathered.incomplete, 'failed': $gathered.failed})
                            """),
                    },
                    Output = Jsonata.Of("{}"),
                    Retry = [Payload.Retry],
                    Catch = [new Catcher(ErrorName.All) { Output = NotTold, Next = RecordFailure }],
                    Next = AnyRecords,
                },
                [AnyRecords] = new ChoiceState
                {
                    Choices =
                    [
                        new ChoiceRule(Jsonata.Of("$gathered.locations = 0"), RecordFailure)
                        {
                            Output = Jsonata.Of(
                                $$"""
                                {'error': 'NoLocations',
                                 'cause': {{Jsonata.Literal($"The table {resources.LocationsTable} has no location of the task ")}} & $task.task_id & '. Add its locations first.'}
                                """),
                        },
                        new ChoiceRule(Jsonata.Of($"$gathered.failed.count > {settings.ToleratedFailedLocations} or $gathered.failed.count = $gathered.locations"), RecordFailure)
                        {
                            Output = Jsonata.Of(
                                $$"""
                                {'error': 'LocationsFailed',
                                 'cause': $string($gathered.failed.count) & ' of ' & $string($gathered.locations) & ' locations failed, where {{settings.ToleratedFailedLocations}} are tolerated, and never all; the first: '
                                   & $gathered.failed.locations[0].location_id & ': ' & $gathered.failed.locations[0].error}
                                """),
                        },
                        new ChoiceRule(
                            Jsonata.Of(
                                $$"""
                                ($lost := $gathered.incomplete.missing + $gathered.incomplete.rejected;
                                  $lost * 100 > {{settings.ToleratedRejectedPercentage}} * ($gathered.rows + $lost))
                                """),
                            RecordFailure)
                        {
                            Output = Jsonata.Of(
                                $$"""
                                {'error': 'RowsRejected',
                                 'cause': 'Beside ' & $string($gathered.rows) & ' rows ' & $string($gathered.incomplete.missing) & ' are missing and '
                                   & $string($gathered.incomplete.rejected) & ' were rejected, where {{ToleratedRejections.Key}} tolerates {{settings.ToleratedRejectedPercentage}} %; the first: '
                                   & $gathered.incomplete.locations[0].location_id & ': ' & $gathered.incomplete.locations[0].reason}
                                """),
                        },
                        new ChoiceRule(Jsonata.Of("$gathered.rows = 0"), RecordNoData)
                        {
                            Output = Jsonata.Of("{'status': 'NO_DATA', 'rows': 0}"),
                        },
                    ],
                    Default = Consolidate,
                },
                [Consolidate] = Consolidation.RunJob(settings, resources, ReadRowCount, RecordFailure),
                [ReadRowCount] = Consolidation.ReadRowCount(resources.OutputBucket, AllRows, RecordFailure),
                [AllRows] = Consolidation.CompareRows(RecordSuccess, RecordFailure),
                [RecordSuccess] = record.End(
                    "SUCCEEDED",
                    [
                        new("file", TaskRecord.Text(Jsonata.Of("$states.input.file"))),
                        new("row_count", TaskRecord.Number("$states.input.rows")),
                    ],
                    onFailure) with
                { Next = TaskDone },
                [RecordNoData] = record.End("NO_DATA", [new("row_count", TaskRecord.Number("0"))], onFailure) with { Next = TaskDone },
                [TaskDone] = new SucceedState { Output = Jsonata.Of(Report) },
                [RecordFailure] = record.End(
                    "FAILED",
                    [new("error", TaskRecord.Text(Jsonata.Of("$states.input.error & ': ' & $states.input.cause")))],
                    [takenOver, new Catcher(ErrorName.All) { Output = Jsonata.Of("$states.input"), Next = TaskFailed }]) with
                { Next = TaskFailed },
                [TaskFailed] = new FailState
                {
                    Error = Jsonata.Of("$states.input.error"),
                    Cause = Jsonata.Of("$states.input.cause"),
                },
                [TaskTakenOver] = new FailState
                {
                    Error = "TaskTakenOver",
                    Cause = Jsonata.Of(
                        "'Another execution has begun the task ' & $task.task_id & ' of ' & $task.task_sort_key & ' after this one, and its record is no longer of this one.'"),
                },
            },
        };
    }

    private static string NotRecorded { get; } = Jsonata.Of(
        $$"""{'error': 'NotRecorded', 'cause': 'The record of the task could not be written: ' & {{Failure.Text}}}""");

    private static string NotTold { get; } = Jsonata.Of(
        $$"""{'error': 'NotTold', 'cause': 'The queue of incomplete locations could not be told: ' & {{Failure.Text}}}""");

    private static string Report =>
        """
        $merge([
          {'task_id': $task.task_id, 'task_sort_key': $task.task_sort_key},
          $states.input,
          {'locations': $gathered.locations, 'incomplete': $gathered.incomplete, 'failed': $gathered.failed}])
        """;

    private static TaskState Gather(StreamAggregatorSettings settings, StreamAggregatorResources resources) => new()
    {
        Resource = Integration.StartExecutionSync,
        Arguments = new JsonObject
        {
            ["StateMachineArn"] = resources.ExtractionArn,
            ["Input"] = new JsonObject
            {
                ["task_id"] = Jsonata.Of("$task.task_id"),
                ["folder"] = Jsonata.Of("$task.folder"),
                ["run"] = Jsonata.Of("$task.run"),
                ["AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID"] = Jsonata.Of("$states.context.Execution.Id"),
            },
        },
        TimeoutSeconds = settings.ExtractionTimeoutMinutes * 60,
        Assign = new JsonObject { ["gathered"] = Jsonata.Of("$states.result.Output") },
        Output = Jsonata.Of("{}"),
        Retry = [new Retrier(ErrorName.TransientStepFunctionsErrors) { IntervalSeconds = 1, MaxAttempts = 5, BackoffRate = 2, JitterStrategy = "FULL" }],
        Catch =
        [
            new Catcher(ErrorName.All)
            {
                Output = Jsonata.Of(Failure.OfWaitedFor("Data extraction", "ExtractionFailed", "Cause")),
                Next = RecordFailure,
            },
        ],
        Next = RecordGathered,
    };
}
