using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary><c>aws-sdk:sfn:describeMapRun</c> ("AWS Step Functions API Reference": DescribeMapRun).</summary>
internal sealed class MapRunDescription : IIntegration
{
    /// <inheritdoc />
    public bool UsesLoopTime => true;

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) =>
        ArgumentRules.Check("aws-sdk:sfn:describeMapRun", template, ["MapRunArn"], ["MapRunArn"]);

    /// <inheritdoc />
    public Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var arn = ArgumentRules.RequiredText(arguments, "MapRunArn");
        var run = context.MapRun(arn) ?? throw new TaskFailedException(
            "Sfn.ResourceNotFoundException",
            $"Map Run not found: '{arn}' (Service: Sfn, Status Code: 400, Request ID: {Guid.NewGuid()})");
        return Task.FromResult(JsonSerializer.SerializeToElement(Describe(run)));
    }

    private static JsonObject Describe(MapRun run)
    {
        var description = new JsonObject
        {
            ["ExecutionArn"] = run.ExecutionArn,
            ["ExecutionCounts"] = Counts(run.Executions),
            ["ItemCounts"] = Counts(run.Items),
            ["MapRunArn"] = run.Arn,
            ["MaxConcurrency"] = run.MaxConcurrency,
            ["RedriveCount"] = 0,
            ["StartDate"] = Shapes.Timestamp(run.StartDate),
            ["Status"] = run.Status.ToString().ToUpperInvariant(),
            ["ToleratedFailureCount"] = run.ToleratedFailureCount,
            ["ToleratedFailurePercentage"] = run.ToleratedFailurePercentage,
        };
        if (run.StopDate is { } stop)
        {
            description["StopDate"] = Shapes.Timestamp(stop);
        }

        return description;
    }

    private static JsonObject Counts(MapRunCounts counts) => new()
    {
        ["Aborted"] = counts.Aborted,
        ["Failed"] = counts.Failed,
        ["FailuresNotRedrivable"] = 0,
        ["Pending"] = counts.Pending,
        ["PendingRedrive"] = 0,
        ["ResultsWritten"] = counts.ResultsWritten,
        ["Running"] = counts.Running,
        ["Succeeded"] = counts.Succeeded,
        ["TimedOut"] = counts.TimedOut,
        ["Total"] = counts.Total,
    };
}
