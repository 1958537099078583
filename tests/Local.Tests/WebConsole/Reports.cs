using Fanout.Local.Runs;
using Fanout.Local.Runs.Access;
using Fanout.Local.StepFunctions;

namespace Fanout.Tests.Local.WebConsole;

/// <summary>Reports of runs, to be shown.</summary>
internal static class Reports
{
    /// <summary>That of an execution.</summary>
    public static RunReport Of(string executionArn, ExecutionStatus status, string workflow = "parallel-map", params string[] problems) => new(
        workflow,
        "a <sample>",
        new ExecutionResult(
            executionArn,
            StatusNames.Of(status),
            Output: null,
            Error: null,
            Cause: null,
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            new DateTimeOffset(2026, 1, 2, 3, 4, 11, TimeSpan.Zero)),
        Items: 3,
        Written: "3 lines",
        problems);
}
