using System.Text.Json;
using Fanout.Local.StepFunctions.History;

namespace Fanout.Local.StepFunctions;

/// <summary>How an execution ended.</summary>
public enum ExecutionStatus
{
    /// <summary>It reached the end.</summary>
    Succeeded,

    /// <summary>A state failed.</summary>
    Failed,

    /// <summary>It took longer than the machine's TimeoutSeconds, or than an EXPRESS execution may.</summary>
    TimedOut,

    /// <summary>It was stopped.</summary>
    Aborted,
}

/// <summary>The state that an execution ended in before its end.</summary>
/// <param name="Name">The state's name.</param>
/// <param name="Input">The state's input.</param>
public sealed record FailedState(string Name, JsonElement Input);

/// <summary>What an execution did.</summary>
public sealed class ExecutionCounts
{
    /// <summary>Events in the history, kept or not.</summary>
    public long HistoryEvents { get; internal set; }

    /// <summary>States entered and retries, which is what a STANDARD execution is billed by.</summary>
    public long StateTransitions { get; internal set; }

    /// <summary>Retries of states, those of child executions included.</summary>
    public long Retries { get; internal set; }

    /// <summary>Calls of each Task resource, with retries and those of child executions.</summary>
    public Dictionary<string, long> TaskCalls { get; } = [];

    /// <summary>The child executions of distributed Maps and of tasks, at every level, by their type.</summary>
    public Dictionary<StateMachineType, ChildCounts> Children { get; } = [];

    internal void CountCall(string resource) => CountCalls(resource, 1);

    internal void AddChild(StateMachineType type, ExecutionOutcome child)
    {
        Count(type, ChildCounts.Of(child));
        foreach (var (descendants, counts) in child.Counts.Children)
        {
            Count(descendants, counts);
        }
        Retries += child.Counts.Retries;
        foreach (var (resource, calls) in child.Counts.TaskCalls)
        {
            CountCalls(resource, calls);
        }
    }

    private void Count(StateMachineType type, ChildCounts more) => Children[type] = Children.GetValueOrDefault(type).Plus(more);

    private void CountCalls(string resource, long calls) => TaskCalls[resource] = TaskCalls.GetValueOrDefault(resource) + calls;
}

/// <summary>What the child executions of one type did together.</summary>
/// <param name="Executions">How many there were.</param>
/// <param name="StateTransitions">States entered and retries.</param>
/// <param name="Duration">How long they took, each in whole steps of 100 ms, which is what an EXPRESS execution is billed by.</param>
/// <param name="TaskCalls">The calls of their tasks, with those of their own child executions.</param>
public readonly record struct ChildCounts(long Executions, long StateTransitions, TimeSpan Duration = default, long TaskCalls = 0)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    internal static ChildCounts Of(ExecutionOutcome child) => new(
        1, child.Counts.StateTransitions, Math.Ceiling((child.StopTime - child.StartTime) / Step) * Step, child.Counts.TaskCalls.Values.Sum());

    internal ChildCounts Plus(ChildCounts more) => new(
        Executions + more.Executions, StateTransitions + more.StateTransitions, Duration + more.Duration, TaskCalls + more.TaskCalls);
}

/// <summary>How an execution ended and what it did.</summary>
public sealed record ExecutionOutcome
{
    /// <summary>The execution's ARN.</summary>
    public required string ExecutionArn { get; init; }

    /// <summary>How it ended.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>The output where it succeeded.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>The error name where it failed or timed out; what was said of it where it was stopped.</summary>
    public string? Error { get; init; }

    /// <summary>The cause where it failed; what was said of it where it was stopped.</summary>
    public string? Cause { get; init; }

    // An execution that timed out has neither in descriptions; only its history names States.Timeout ("DescribeExecution").
    internal string? DescribedError => Status == ExecutionStatus.TimedOut ? null : Error;

    internal string? DescribedCause => Status == ExecutionStatus.TimedOut ? null : Cause;

    /// <summary>The state that failed, or that was running when the execution timed out or was aborted.</summary>
    public FailedState? FailedState { get; init; }

    /// <summary>Where a distributed Map or a nested execution failed it, the first child execution that did not succeed.</summary>
    public ExecutionOutcome? FailedChild { get; init; }

    /// <summary>When it started, on the loop's clock.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When it ended, on the loop's clock.</summary>
    public required DateTimeOffset StopTime { get; init; }

    /// <summary>What it did.</summary>
    public required ExecutionCounts Counts { get; init; }

    /// <summary>The events, as GetExecutionHistory lists them; empty where only counts were asked for.</summary>
    public required IReadOnlyList<HistoryEvent> History { get; init; }
}
