using Fanout.Local.Cost;
using Fanout.Local.Runs;
using Fanout.Local.Runs.Access;
using Fanout.Local.StepFunctions;

namespace Fanout.Tests.Local.Runs;

/// <summary>Reports of runs that did not take place.</summary>
internal static class RunReports
{
    public static ExecutionOutcome Outcome(string arn, ExecutionStatus status) => new()
    {
        ExecutionArn = arn,
        Status = status,
        StartTime = DateTimeOffset.UnixEpoch,
        StopTime = DateTimeOffset.UnixEpoch.AddSeconds(1.5),
        Counts = new ExecutionCounts(),
        History = [],
    };

    public static RunReport Report(ExecutionOutcome outcome, params string[] problems) =>
        new("workflow", "sample", Execution(outcome), Items: 4, "nothing", problems)
        {
            Traces = new RunTraces(outcome, new Dictionary<string, long> { ["s3"] = 1042 }, Bill.Of([(Prices.S3Write, 1_000), (Prices.S3Read, 42)])),
        };

    private static ExecutionResult Execution(ExecutionOutcome outcome) => new(
        outcome.ExecutionArn, StatusNames.Of(outcome.Status), outcome.Output, outcome.Error, outcome.Cause, outcome.StartTime, outcome.StopTime);
}
