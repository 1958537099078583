using Fanout.Local.Runs.Access;

namespace Fanout.Local.Runs;

/// <summary>One execution of a workflow, and what the check of its traces found.</summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Sample">What it was run with.</param>
/// <param name="Execution">How the execution ended.</param>
/// <param name="Items">How many items it was given.</param>
/// <param name="Written">What was written where.</param>
/// <param name="Problems">What the check found wrong, a sentence each.</param>
public sealed record RunReport(
    string Workflow, string Sample, ExecutionResult Execution, int Items, string Written, IReadOnlyList<string> Problems)
{
    /// <summary>What only the cloud within this program knows; null for one elsewhere.</summary>
    public RunTraces? Traces { get; init; }

    /// <summary>Whether the execution succeeded and every check held.</summary>
    public bool IsGood => Execution.Succeeded && Problems.Count == 0;

    /// <summary>How the run ended: as the API spells how the execution did, or that a check did not hold.</summary>
    public string Status => Execution.Succeeded && !IsGood ? "CHECK FAILED" : Execution.Status;

    /// <summary>How long the execution took, on its own clock.</summary>
    public TimeSpan Duration => Execution.Stop - Execution.Start;
}
