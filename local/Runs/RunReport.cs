using Fanout.Local.StepFunctions;

namespace Fanout.Local.Runs;

/// <summary>One execution of a workflow, and what the check of its traces found.</summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Sample">What it was run with.</param>
/// <param name="Outcome">How the execution ended.</param>
/// <param name="Items">How many items it was given.</param>
/// <param name="Written">What was written where.</param>
/// <param name="Problems">What the check found wrong, a sentence each.</param>
public sealed record RunReport(
    string Workflow,
    string Sample,
    ExecutionOutcome Outcome,
    int Items,
    string Written,
    IReadOnlyList<string> Problems)
{
    /// <summary>Whether the execution succeeded and every check held.</summary>
    public bool IsGood => Outcome.Status == ExecutionStatus.Succeeded && Problems.Count == 0;
}
