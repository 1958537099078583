using Fanout.Local.Runs;
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
        new("workflow", "sample", outcome, Items: 4, "nothing", new Dictionary<string, long> { ["s3"] = 1042 }, problems);
}
