using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>The states that have the Glue job make one file of a task's parts, and see that it has all of their rows.</summary>
internal static class Consolidation
{
    // A run waits before it starts, and Glue ends it by its own timeout: this is for a run that neither happens to.
    private const int MinutesBesideRun = 60;

    /// <summary>Runs the job over the parts of this execution, and waits for its end.</summary>
    public static TaskState RunJob(StreamAggregatorSettings settings, StreamAggregatorResources resources, string next, string onFailure) => new()
    {
        Resource = Integration.GlueStartJobRunSync,
        Arguments = new JsonObject
        {
            ["JobName"] = resources.JobName,
            ["Arguments"] = new JsonObject
            {
                ["--task_id"] = Jsonata.Of("$task.task_id"),
                ["--run"] = Jsonata.Of("$task.run"),
                ["--source_bucket"] = resources.PartsBucket,
                ["--source_prefix"] = Jsonata.Of("$task.folder & '/'"),
                ["--destination_bucket"] = resources.OutputBucket,
                ["--destination_key"] = Jsonata.Of("$task.key"),
                ["--columns"] = RecordRow.Header(settings.Columns),
            },
        },
        TimeoutSeconds = (settings.JobTimeoutMinutes + MinutesBesideRun) * 60,
        Output = Jsonata.Of("{}"),

        // A run that failed would fail again; one that Glue has no room for is waited for, up to half an hour.
        Retry =
        [
            new Retrier(ErrorName.TransientGlueErrors)
            {
                IntervalSeconds = 30,
                MaxAttempts = 10,
                BackoffRate = 2,
                MaxDelaySeconds = 300,
                JitterStrategy = "FULL",
            },
        ],
        Catch =
        [
            new Catcher(ErrorName.All)
            {
                Output = Jsonata.Of(Failure.OfWaitedFor("The Glue job", "ConsolidationFailed", "ErrorMessage")),
                Next = onFailure,
            },
        ],
        Next = next,
    };

    /// <summary>Reads what the file has, which the job writes beside it: <c>{status, file, rows, emptyColumns}</c>.</summary>
    public static TaskState ReadRowCount(string outputBucket, string next, string onFailure) => new()
    {
        Resource = Integration.S3GetObject,
        Arguments = new JsonObject
        {
            ["Bucket"] = outputBucket,
            ["Key"] = Jsonata.Of($"$task.key & '{ConsolidationContract.SummarySuffix}'"),
        },
        Output = Jsonata.Of(
            $$"""
            ($summary := $parse($states.result.Body);
              {'status': 'SUCCEEDED',
               'file': {{Jsonata.Literal($"s3://{outputBucket}/")}} & $task.key,
               'rows': $summary.{{ConsolidationContract.Rows}},
               'emptyColumns': [$summary.{{ConsolidationContract.EmptyColumns}}]})
            """),
        Retry = [Payload.Retry],
        Catch =
        [
            new Catcher(ErrorName.All)
            {
                Output = Jsonata.Of(
                    $$"""{'error': 'NotCounted', 'cause': 'The row count that the job writes could not be read: ' & {{Failure.Text}}}"""),
                Next = onFailure,
            },
        ],
        Next = next,
    };

    /// <summary>Whether the file has as many rows as were gathered.</summary>
    public static ChoiceState CompareRows(string next, string onFailure) => new()
    {
        // A location that failed may have stored a page more than it could tell of.
        Choices = [new ChoiceRule(Jsonata.Of("$type($states.input.rows) = 'number' ? $states.input.rows >= $gathered.rows : false"), next)],
        Output = Jsonata.Of(
            """
            {'error': 'RowsMissing',
             'cause': 'Of ' & $string($gathered.rows) & ' rows that were gathered, the file ' & $states.input.file & ' has ' & $string($states.input.rows) & '.'}
            """),
        Default = onFailure,
    };
}
