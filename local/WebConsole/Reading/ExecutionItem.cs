using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.WebConsole.Reading;

/// <summary>An execution as lists have it.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Machine">The name of its state machine.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its status as the API spells it.</param>
/// <param name="Start">When it started, on the clock of executions.</param>
/// <param name="Duration">How long it took, or has taken so far.</param>
/// <param name="States">How many states were entered, those of its children too.</param>
/// <param name="Children">How many executions it started.</param>
/// <param name="StartedBy">The ARN of the execution that started it; null where a request did.</param>
/// <param name="Error">The error that it ended with; null where there is none.</param>
internal sealed record ExecutionItem(
    string Arn,
    string Machine,
    string Name,
    string Status,
    DateTimeOffset Start,
    TimeSpan Duration,
    long States,
    long Children,
    string? StartedBy,
    string? Error)
{
    /// <summary>The status of an execution that runs.</summary>
    public const string Running = "RUNNING";

    /// <summary>That of an execution; to be called on the loop.</summary>
    public static ExecutionItem Of(StartedExecution execution, DateTimeOffset now) => new(
        execution.Arn,
        execution.Machine.Name,
        execution.Name,
        execution.End is { } end ? StatusNames.Of(end.Status) : Running,
        execution.StartDate,
        (execution.End?.StopTime ?? now) - execution.StartDate,
        execution.Tally.States.Values.Sum(state => state.Entered),
        execution.MapRuns.Sum(run => run.Executions.Total) + execution.Nested.Values.Sum(nested => nested.Executions.Total),
        execution.StartedBy,
        execution.End?.Error);
}
