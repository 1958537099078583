using System.Text.Json;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>An execution that a task started.</summary>
/// <param name="Machine">The state machine.</param>
/// <param name="Name">The execution's name.</param>
/// <param name="Input">Its input, without white space.</param>
/// <param name="StartDate">When it started, on the loop's clock.</param>
public sealed record StartedExecution(StateMachine Machine, string Name, JsonElement Input, DateTimeOffset StartDate)
{
    /// <summary>The execution's ARN.</summary>
    public string Arn { get; } = Machine.ExecutionArn(Name);

    /// <summary>How it ends.</summary>
    public Task<ExecutionOutcome> Outcome { get; internal set; } = null!;
}
