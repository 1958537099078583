using System.Text.Json;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>The task on whose behalf an integration is called.</summary>
public sealed record TaskContext
{
    /// <summary>The ARN of the execution.</summary>
    public required string ExecutionArn { get; init; }

    /// <summary>The ARN of the state machine.</summary>
    public required string StateMachineArn { get; init; }

    /// <summary>The role to call with.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The name of the Task state.</summary>
    public required string StateName { get; init; }

    /// <summary>What <c>$states.context.Task.Token</c> gave, where the resource ends in <c>.waitForTaskToken</c>.</summary>
    public string? TaskToken { get; init; }

    /// <summary>The tasks that wait to be called back.</summary>
    public required TaskCallbacks Callbacks { get; init; }

    /// <summary>
    /// Lets a request of the task start an execution: of one type of machine or of any; aborted as the token says where the
    /// request's answer is its end.
    /// </summary>
    public required Func<StateMachineType?, CancellationToken?, ExpectedStart> ExpectStart { get; init; }

    /// <summary>The ticket of the execution that the request is to start; null for one that starts none.</summary>
    public string? Ticket { get; init; }

    /// <summary>The loop that the execution runs on.</summary>
    public required EventLoop Loop { get; init; }

    /// <summary>
    /// To be called on the loop by a <c>.sync</c> or <c>.waitForTaskToken</c> integration with the answer to its
    /// request, when it starts to wait.
    /// </summary>
    public required Action<JsonElement> Submitted { get; init; }

    /// <summary>To be called on the loop at each heartbeat of a task that has HeartbeatSeconds.</summary>
    public required Action Heartbeat { get; init; }
}
