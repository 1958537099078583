using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.DistributedMaps;

namespace Fanout.Local.Services.States;

/// <summary>Shows Map Runs, and changes what they tolerate.</summary>
/// <param name="interpreter">Runs them.</param>
internal sealed class MapRunOperations(Interpreter interpreter)
{
    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("ListMapRuns", ListAsync),
        new("DescribeMapRun", DescribeAsync),
        new("UpdateMapRun", UpdateAsync),
    ];

    private Task<JsonObject> ListAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Execution(arguments);
        Page.Check(arguments);
        return OnLoopAsync(() =>
        {
            var executions = interpreter.Executions;
            var runs = executions.MapRuns.Where(run => run.ExecutionArn == arn).Reverse().ToArray();
            return runs.Length == 0 && executions.Find(arn) is null
                ? throw Refusals.NoExecution(arn)
                : Page.Of("mapRuns", runs, run => run.Arn, MapRunJson.ItemOf, arguments, $"mapRuns {arn}");
        });
    }

    private Task<JsonObject> DescribeAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arn = Arns.MapRun(Arguments.Of(call));
        return OnLoopAsync(() => MapRunJson.DescriptionOf(Find(arn)));
    }

    private Task<JsonObject> UpdateAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.MapRun(arguments);
        var concurrency = arguments.Number("maxConcurrency", 0, int.MaxValue);
        var count = arguments.Number("toleratedFailureCount", 0, long.MaxValue);
        var percentage = arguments.Decimal("toleratedFailurePercentage", 0, 100);
        return OnLoopAsync(() =>
        {
            var run = Find(arn);
            if (run.Status != MapRunStatus.Running)
            {
                throw Refusals.NotValid($"Map Run '{arn}' has ended; only one that is running can be changed.");
            }

            run.Change(concurrency, count, percentage);
            return new JsonObject();
        });
    }

    private MapRun Find(string arn) => interpreter.Executions.FindMapRun(arn) ?? throw Refusals.NoResource(arn);

    private Task<JsonObject> OnLoopAsync(Func<JsonObject> work) => interpreter.Loop.InvokeAsync(() => Task.FromResult(work()));
}
