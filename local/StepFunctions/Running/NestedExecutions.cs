using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>The executions that tasks of one execution start ("Start workflow executions from a task state").</summary>
internal sealed class NestedExecutions(Execution starter) : IExecutions
{
    public async Task<StateMachine?> FindAsync(string arn, CancellationToken cancellation) =>
        starter.Interpreter.Machines is { } machines
            ? await starter.Loop.OutsideAsync(machines.FindAsync(arn, cancellation))
            : null;

    public StartedExecution? Start(StateMachine machine, JsonElement input, string? name, CancellationToken? abort)
    {
        var execution = new StartedExecution(machine, name ?? $"{Guid.NewGuid()}", JsonText.Compact(input), starter.Loop.Now);
        var named = starter.Interpreter.Named;
        // "StartExecution": idempotent for Standard workflows, while Express ones may share a name.
        var isUnique = name is not null && machine.Type == StateMachineType.Standard;
        if (isUnique && !named.TryAdd(execution.Arn, execution))
        {
            return named[execution.Arn] is { } running && JsonElement.DeepEquals(running.Input, execution.Input) ? running : null;
        }
        execution.Outcome = RunAsync(execution, isUnique, abort);
        if (abort is null)
        {
            starter.Root.Background.Add(execution.Outcome);
        }
        return execution;
    }

    private async Task<ExecutionOutcome> RunAsync(StartedExecution execution, bool isUnique, CancellationToken? abort)
    {
        // What starts it need not be there any more when an execution ends that no task waits for.
        var countedBy = abort is null ? starter.Root : starter;
        try
        {
            var outcome = await starter.Interpreter.RunOnLoopAsync(
                execution.Machine, execution.Input, execution.Name, HistoryMode.Counts, starter, abort ?? starter.Root.Cancellation, execution.Arn);
            countedBy.Counts.AddChild(execution.Machine.Type, outcome.Counts);
            return outcome;
        }
        finally
        {
            if (isUnique)
            {
                starter.Interpreter.Named[execution.Arn] = null;
            }
        }
    }
}
