using Fanout.Local.Runs;
using Fanout.Local.StepFunctions;

namespace Fanout.Tests.Local.WebConsole;

/// <summary>Reports of runs, to be shown.</summary>
internal static class Reports
{
    /// <summary>That of an execution.</summary>
    public static RunReport Of(string executionArn, ExecutionStatus status, string workflow = "parallel-map", params string[] problems) => new(
        workflow,
        "a <sample>",
        new ExecutionOutcome
        {
            ExecutionArn = executionArn,
            Status = status,
            StartTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            StopTime = new DateTimeOffset(2026, 1, 2, 3, 4, 11, TimeSpan.Zero),
            Counts = new ExecutionCounts(),
            History = [],
        },
        Items: 3,
        Written: "3 lines",
        new Dictionary<string, long>(),
        problems);
}
