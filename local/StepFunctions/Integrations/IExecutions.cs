using System.Text.Json;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>Starts executions of other state machines on a task's behalf. To be called on the event loop.</summary>
public interface IExecutions
{
    /// <summary>Finds a deployed state machine by its ARN, or gives null.</summary>
    Task<StateMachine?> FindAsync(string arn, CancellationToken cancellation);

    /// <summary>
    /// Starts an execution; its counts become part of those of the execution that starts it. The name of a Standard
    /// execution can be used again only while that execution runs, with the same input: then it is that one that is given.
    /// </summary>
    /// <param name="machine">The state machine.</param>
    /// <param name="input">The input.</param>
    /// <param name="name">The name; null for a generated one.</param>
    /// <param name="abort">Aborts the execution; null for one that goes on whatever becomes of the task.</param>
    /// <returns>The execution, or null where the name is taken.</returns>
    StartedExecution? Start(StateMachine machine, JsonElement input, string? name, CancellationToken? abort);
}
