using Fanout.Local.Runs;
using Fanout.Local.Runs.Access;

namespace Fanout.Tests.Local.WebConsole;

/// <summary>Reports of runs, to be shown.</summary>
internal static class Reports
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>That of an execution.</summary>
    public static RunReport Of(string executionArn, string status, params string[] problems) => new(
        "parallel-map",
        "a <sample>",
        new ExecutionResult(executionArn, status, Output: null, Error: null, Cause: null, Start, Start.AddSeconds(6)),
        Items: 3,
        Written: "3 lines",
        problems);
}
