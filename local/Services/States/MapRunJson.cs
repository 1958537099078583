using System.Text.Json.Nodes;
using Fanout.Local.StepFunctions.DistributedMaps;

namespace Fanout.Local.Services.States;

/// <summary>Map Runs as the API describes them.</summary>
internal static class MapRunJson
{
    /// <summary>An item of ListMapRuns.</summary>
    public static JsonObject ItemOf(MapRun run)
    {
        var json = Common(run);
        json["stateMachineArn"] = run.StateMachineArn;
        return json;
    }

    /// <summary>The answer of DescribeMapRun.</summary>
    public static JsonObject DescriptionOf(MapRun run)
    {
        var json = Common(run);
        json["status"] = run.Status.ToString().ToUpperInvariant();
        json["maxConcurrency"] = run.MaxConcurrency;
        json["toleratedFailureCount"] = run.ToleratedFailureCount;
        json["toleratedFailurePercentage"] = run.ToleratedFailurePercentage;
        json["itemCounts"] = CountsOf(run.Items);
        json["executionCounts"] = CountsOf(run.Executions);
        json["redriveCount"] = 0;
        return json;
    }

    private static JsonObject Common(MapRun run)
    {
        var json = new JsonObject
        {
            ["mapRunArn"] = run.Arn,
            ["executionArn"] = run.ExecutionArn,
            ["startDate"] = Epoch.Seconds(run.StartDate),
        };
        if (run.StopDate is { } stop)
        {
            json["stopDate"] = Epoch.Seconds(stop);
        }

        return json;
    }

    private static JsonObject CountsOf(MapRunCounts counts) => new()
    {
        ["pending"] = counts.Pending,
        ["running"] = counts.Running,
        ["succeeded"] = counts.Succeeded,
        ["failed"] = counts.Failed,
        ["timedOut"] = counts.TimedOut,
        ["aborted"] = counts.Aborted,
        ["total"] = counts.Total,
        ["resultsWritten"] = counts.ResultsWritten,
        ["failuresNotRedrivable"] = 0,
        ["pendingRedrive"] = 0,
    };
}
