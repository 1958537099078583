using System.Text.Json;

namespace Fanout.Local.StepFunctions;

/// <summary>A state failed, with the error and the cause that Step Functions reports.</summary>
public sealed class StateException(string? error, string? cause) : Exception($"{error}: {cause}")
{
    /// <summary>The error name; only a Fail state and a callback may leave it out.</summary>
    public string? Error { get; } = error;

    /// <summary>What happened, in words or as the JSON text of a function's error.</summary>
    public string? Cause { get; } = cause;

    /// <summary>A second name under which Retry and Catch find the error.</summary>
    public string? AlsoKnownAs { get; init; }

    /// <summary>Whether no Retry or Catch applies.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Where it failed: the innermost state and its input.</summary>
    public FailedState? FailedState { get; private set; }

    /// <summary>The first of the child executions that made a distributed Map fail, or the one that a task waited for.</summary>
    public ExecutionOutcome? FailedChild { get; init; }

    internal void Locate(string state, JsonElement input) => FailedState ??= new FailedState(state, input);
}
