using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>The executions that tasks of one execution start ("Start workflow executions from a task state").</summary>
internal sealed class NestedExecutions(Execution starter) : IExecutions
{
    public async Task<StateMachine?> FindAsync(string arn, CancellationToken cancellation) =>
        starter.Interpreter.Machines is { } machines
            ? await starter.Loop.OutsideAsync(machines.FindAsync(arn, cancellation))
            : null;

    public StartedExecution? Start(StateMachine machine, JsonElement input, string? name, CancellationToken? abort) =>
        starter.Interpreter.Start(machine, JsonText.Compact(input), name, machine.ShownHistory, starter, abort);
}
