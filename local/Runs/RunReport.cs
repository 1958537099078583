using Fanout.Local.Aws;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Runs;

/// <summary>One execution of a workflow, and what the check of its traces found.</summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Sample">What it was run with.</param>
/// <param name="Outcome">How the execution ended.</param>
/// <param name="Items">How many items it was given.</param>
/// <param name="Written">What was written where.</param>
/// <param name="Requests">How many requests it made, by service; see <see cref="RequestCounts"/>.</param>
/// <param name="Problems">What the check found wrong, a sentence each.</param>
public sealed record RunReport(
    string Workflow,
    string Sample,
    ExecutionOutcome Outcome,
    int Items,
    string Written,
    IReadOnlyDictionary<string, long> Requests,
    IReadOnlyList<string> Problems)
{
    /// <summary>Whether the execution succeeded and every check held.</summary>
    public bool IsGood => Outcome.Status == ExecutionStatus.Succeeded && Problems.Count == 0;

    /// <summary>How the run ended: as the API spells how the execution did, or that a check did not hold.</summary>
    public string Status => Outcome.Status == ExecutionStatus.Succeeded && !IsGood ? "CHECK FAILED" : StatusNames.Of(Outcome.Status);

    /// <summary>How many executions there were, with the child executions.</summary>
    public long Executions => 1 + Outcome.Counts.Children.Values.Sum(children => children.Executions);

    /// <summary>The state transitions that are billed: EXPRESS executions are billed by their duration.</summary>
    public long Transitions =>
        Outcome.Counts.StateTransitions + Outcome.Counts.Children.GetValueOrDefault(StateMachineType.Standard).StateTransitions;

    /// <summary>How long the execution took, on the loop's clock.</summary>
    public TimeSpan Duration => Outcome.StopTime - Outcome.StartTime;
}
