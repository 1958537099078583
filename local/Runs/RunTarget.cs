using Fanout.Infra.Settings;
using Fanout.Local.Runs.Access;
using Fanout.Samples.StreamAggregator;

namespace Fanout.Local.Runs;

/// <summary>A workflow that is deployed somewhere, and what a run of it needs: the account's APIs and the stack's outputs.</summary>
/// <param name="Aws">The account.</param>
/// <param name="Settings">The stack's settings.</param>
/// <param name="Outputs">What the workflow exports.</param>
/// <param name="Pace">How long things take there.</param>
internal sealed record RunTarget(AwsAccess Aws, EnvironmentSettings Settings, WorkflowOutputs Outputs, Pace Pace)
{
    /// <summary>What the names of everything begin with that is loaded; null in an account that nobody else uses.</summary>
    public string? Mark { get; init; }

    /// <summary>A name that no other run has.</summary>
    public string Name { get; init; } = $"run-{Guid.NewGuid()}";

    /// <summary>Takes away what is loaded; what nobody runs stays.</summary>
    public Cleanup Cleanup { get; init; } = new();

    /// <summary>What the API of stream-aggregator is known to hold; null where it is not known.</summary>
    public SampleLocations? Locations { get; init; }

    /// <summary>Starts the execution of a schedule with an input and gives its ARN; null where only the service can.</summary>
    public Func<string, string, CancellationToken, Task<string>>? Fire { get; init; }

    /// <summary>Hears what a topic is told; null where only a queue of one's own can.</summary>
    public Func<string, ITopicListener>? Listen { get; init; }

    /// <summary>Ends when what events led to is done; where nobody can tell, at once.</summary>
    public Func<CancellationToken, Task> SettleAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Executions of the workflow's state machines.</summary>
    public Executions Executions => new(Aws, Pace, Cleanup);

    /// <summary>Whether something that others may have made too is this run's own.</summary>
    public bool IsOwn(string text) => Mark is null || text.Contains(Mark, StringComparison.Ordinal);
}
