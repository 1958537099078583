namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>A call failed as the service reports it.</summary>
public sealed class TaskFailedException(string? error, string? cause) : Exception($"{error}: {cause}")
{
    /// <summary>The error name, for example <c>DynamoDB.ResourceNotFoundException</c>; only a callback may leave it out.</summary>
    public string? Error { get; } = error;

    /// <summary>What happened.</summary>
    public string? Cause { get; } = cause;

    /// <summary>The execution that the task waited for, where it is one that did not succeed.</summary>
    public ExecutionOutcome? FailedChild { get; init; }
}
