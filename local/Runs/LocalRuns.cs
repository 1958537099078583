using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Fanout.Infra.Settings;
using Fanout.Local.Cloud;
using Fanout.Local.Runs.Access;
using Fanout.Local.Services.S3;
using Fanout.Local.Stacks;
using Fanout.Samples.StreamAggregator;

namespace Fanout.Local.Runs;

/// <summary>
/// Runs in a cloud within this program: the same as anywhere, with what only it can tell or do. Its schedules are fired, its
/// executions' children and requests are counted, and nothing is cleaned up, for the cloud goes with the program.
/// </summary>
internal static class LocalRuns
{
    private const string Missing = "the object does not exist";

    /// <summary>Runs a workflow.</summary>
    /// <param name="deployment">Where it is deployed.</param>
    /// <param name="workflow">The workflow's name.</param>
    /// <param name="options">How much there is to do.</param>
    /// <param name="progress">Told what is being done, but for the ends of the runs.</param>
    /// <param name="cancellation">Ends the runs.</param>
    public static async IAsyncEnumerable<RunReport> RunAsync(
        LocalDeployment deployment,
        string workflow,
        RunOptions options,
        IRunProgress progress,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var cloud = deployment.Cloud;
        var locations = new SampleLocations(options.Locations, options.Rows) { Incomplete = new HashSet<int> { 1 } };
        await using var api = workflow == WorkflowNames.StreamAggregator
            ? await ThirdPartyApi.StartAsync(deployment, options.Api, locations, cancellation)
            : null;
        using var aws = new AwsAccess(cloud.Root.ToBasicAWSCredentials(), cloud.Account.Region, cloud.Gateway.Endpoint);
        var target = new RunTarget(aws, deployment.Settings, new WorkflowOutputs(workflow, deployment.Stack.Workflows[workflow]), Pace.Within)
        {
            Locations = api is null ? null : locations,
            Fire = async (schedule, input, token) => (await deployment.Scheduler.FireAsync(schedule, input, token)).ExecutionArn,
            Listen = topic => new DoorListener(cloud.Gateway, topic),
            SettleAsync = cloud.Invocations.DrainAsync,
        };
        var told = new ConcurrentQueue<Notification>();
        using var observation = cloud.Notifications.Observe(told.Enqueue);
        var (before, unbilled) = (cloud.Requests.Total, cloud.Usage.Total);
        await foreach (var report in WorkflowRuns.All[workflow].RunAsync(target, options, progress, cancellation))
        {
            var outcome = await deployment.OutcomeOfAsync(report.Execution.Arn);
            var bill = cloud.Usage.Since(unbilled, payer => deployment.Stack.WorkflowOf(payer) == workflow);
            yield return report with
            {
                Problems = [.. report.Problems, .. await LateProblemsAsync(target, cloud, told, cancellation)],
                Traces = new RunTraces(outcome, cloud.Requests.Since(before), bill),
            };
            (before, unbilled) = (cloud.Requests.Total, cloud.Usage.Total);
        }
    }

    // S3 tells of an object at least once: a second time when it is gone. And an invocation that failed is given up in the end.
    private static async Task<IEnumerable<string>> LateProblemsAsync(
        RunTarget target, LocalCloud cloud, ConcurrentQueue<Notification> told, CancellationToken cancellation)
    {
        var given = cloud.Invocations.Failures.Select(failure => failure.Message).ToArray();
        if (told.LastOrDefault(notification => notification.Message.Contains(BrokenResult.NameOf(target), StringComparison.Ordinal)) is not { } broken)
        {
            return given;
        }

        cloud.Notifications.Deliver(broken);
        await target.SettleAsync(cancellation);
        return [.. given, .. BrokenResult.Problems(target, Missing, await BrokenResult.ReportedAsync(target, cancellation))];
    }
}
