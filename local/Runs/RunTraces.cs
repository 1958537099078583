using Fanout.Local.Aws;
using Fanout.Local.Cost;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Runs;

/// <summary>What the cloud within this program knows of a run.</summary>
/// <param name="Outcome">The execution with its children.</param>
/// <param name="Requests">How many requests it made, by service; see <see cref="RequestCounts"/>.</param>
/// <param name="Bill">What it would cost in AWS.</param>
public sealed record RunTraces(ExecutionOutcome Outcome, IReadOnlyDictionary<string, long> Requests, Bill Bill)
{
    /// <summary>How many executions there were, with the child executions.</summary>
    public long Executions => 1 + Outcome.Counts.Children.Values.Sum(children => children.Executions);

    /// <summary>The state transitions that are billed: EXPRESS executions are billed by their duration.</summary>
    public long Transitions =>
        Outcome.Counts.StateTransitions + Outcome.Counts.Children.GetValueOrDefault(StateMachineType.Standard).StateTransitions;
}
