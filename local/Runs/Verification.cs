using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Fanout.Infra.Settings;
using Fanout.Local.Runs.Access;

namespace Fanout.Local.Runs;

/// <summary>
/// Runs of the workflows of a stack that is deployed, in an account or a local cloud that is served: everything that they load
/// has a name of its own and is deleted at the end.
/// </summary>
internal sealed class Verification : IDisposable
{
    private readonly EnvironmentSettings _settings;
    private readonly ImmutableDictionary<string, ImmutableDictionary<string, string>> _deployed;
    private readonly AwsAccess _aws;
    private readonly bool _isServed;
    private readonly string _mark = $"verify-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly List<string> _left = [];

    /// <param name="settings">The stack's settings.</param>
    /// <param name="deployed">The outputs of its workflows.</param>
    /// <param name="credentials">Who verifies.</param>
    /// <param name="region">Another region than that of the outputs.</param>
    /// <param name="endpoint">Where the account answers; null for AWS.</param>
    public Verification(
        EnvironmentSettings settings,
        ImmutableDictionary<string, ImmutableDictionary<string, string>> deployed,
        AWSCredentials credentials,
        string? region,
        Uri? endpoint)
    {
        (_settings, _deployed) = (settings, deployed);
        var arn = new WorkflowOutputs(deployed.Keys.First(), deployed.Values.First())["StateMachineArn"].Split(':');
        (Region, Account) = arn is ["arn", _, "states", { Length: > 0 } place, { Length: > 0 } account, ..]
            ? (region ?? place, account)
            : throw new LocalException($"StateMachineArn of {deployed.Keys.First()} is {string.Join(':', arn)}, which is no ARN of a state machine.");
        _isServed = endpoint?.IsLoopback == true;
        _aws = new AwsAccess(credentials, Region, endpoint);
    }

    /// <summary>The region.</summary>
    public string Region { get; }

    /// <summary>The account of the outputs.</summary>
    public string Account { get; }

    /// <summary>The locations that stream-aggregator asks its API about, where they are no sample's.</summary>
    public IReadOnlyList<string> Locations { get; init; } = [];

    /// <summary>What could not be deleted, a sentence each.</summary>
    public IReadOnlyList<string> Left => _left;

    private RunOptions Options => RunOptions.Least with { LocationIds = Locations };

    /// <summary>Says what will be written and what that costs about, once it is known that the state machines are there.</summary>
    /// <param name="workflows">The workflows.</param>
    /// <param name="stack">The stack's name.</param>
    /// <param name="output">Where it is said.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <returns>The workflows that can be verified.</returns>
    public async Task<IReadOnlyList<string>> PlanAsync(
        IReadOnlyList<string> workflows, string stack, TextWriter output, CancellationToken cancellation)
    {
        var lines = new List<string>();
        var (verified, dollars) = (new List<string>(), 0m);
        foreach (var workflow in workflows)
        {
            var target = TargetOf(workflow, new Cleanup());
            await _aws.StatesAsync("DescribeStateMachine", new { stateMachineArn = target.Outputs["StateMachineArn"] }, cancellation);
            if (workflow == WorkflowNames.StreamAggregator && target.Locations is null && Locations.Count == 0)
            {
                lines.Add($"  {workflow} is left out: it calls {_settings.StreamAggregator.ApiBaseUrl}, of which no location is known; name some with --location.");
                continue;
            }

            var plan = WorkflowRuns.All[workflow].Plan(target, Options);
            verified.Add(workflow);
            dollars += plan.Dollars;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"  {workflow} {plan.Writes}; about USD {plan.Dollars:0.0000}."));
        }

        if (verified.Count == 0)
        {
            throw new LocalException(string.Join(Environment.NewLine, lines.Prepend("Nothing can be verified:")));
        }

        await output.WriteLineAsync($"Verifying {stack} in the account {Account}, {Region}, under the name {_mark}:");
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"In all about USD {Math.Ceiling(dollars * 100) / 100:0.00} by the list prices of us-east-1. What is loaded is deleted at the end; results of queries and logs go when the stack's settings say so."));
        return verified;
    }

    /// <summary>Runs a workflow and deletes what was loaded for it, also where it is ended in the middle.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="progress">Told what is being done, but for the ends of the runs.</param>
    /// <param name="longestCleanup">How long the deleting may take.</param>
    /// <param name="cancellation">Ends the runs.</param>
    public async IAsyncEnumerable<RunReport> RunAsync(
        string workflow, IRunProgress progress, TimeSpan longestCleanup, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var cleanup = new Cleanup();
        try
        {
            await foreach (var report in WorkflowRuns.All[workflow].RunAsync(TargetOf(workflow, cleanup), Options, progress, cancellation))
            {
                yield return report;
            }
        }
        finally
        {
            using var limit = new CancellationTokenSource(longestCleanup);
            _left.AddRange(await cleanup.RunAsync(limit.Token));
        }
    }

    public void Dispose() => _aws.Dispose();

    private RunTarget TargetOf(string workflow, Cleanup cleanup) => new(
        _aws, _settings, new WorkflowOutputs(workflow, _deployed[workflow]), _isServed ? Pace.Served : Pace.OfAccount)
    {
        Mark = _mark,
        Name = _mark,
        Cleanup = cleanup,
        Locations = _isServed ? ThirdPartyApi.Served : null,
    };
}
