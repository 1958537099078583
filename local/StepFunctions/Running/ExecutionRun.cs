using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>The states of an execution, from its start to its end, with the events of both.</summary>
internal static class ExecutionRun
{
    private const string Timeout = "TimeoutSeconds";

    /// <summary>Runs the states; one that fails, a timeout and an abort are outcomes.</summary>
    public static async Task<ExecutionOutcome> ToItsEndAsync(Execution execution)
    {
        var (machine, cancellation) = (execution.Machine, execution.Cancellation);
        using var deadline = new Deadline(execution.Loop, cancellation);
        deadline.Set(Timeout, Limit(machine));
        var branch = new Branch(execution, new Scope(outer: null), previous: 0, item: null, deadline.Token);
        execution.History.Add("ExecutionStarted", 0, new ExecutionStartedEventDetails(
            execution.Input, machine.RoleArn, machine.VersionArn));
        try
        {
            var output = await branch.RunAsync(machine.Definition.States, execution.Input);
            execution.History.AddLast("ExecutionSucceeded", branch.Previous, new ExecutionSucceededEventDetails(output));
            return Outcome(execution, ExecutionStatus.Succeeded) with { Output = output };
        }
        catch (StateException failure)
        {
            execution.History.AddLast("ExecutionFailed", branch.Previous, new FailureEventDetails(failure.Error, failure.Cause));
            return Outcome(execution, ExecutionStatus.Failed) with
            {
                Error = failure.Error,
                Cause = failure.Cause,
                FailedState = failure.FailedState,
                FailedChild = failure.FailedChild,
            };
        }
        catch (OperationCanceledException) when (deadline.Expired is not null)
        {
            execution.History.AddLast("ExecutionTimedOut", branch.Previous, new FailureEventDetails(ErrorNames.Timeout, null));
            return Outcome(execution, ExecutionStatus.TimedOut) with
            {
                Error = ErrorNames.Timeout,
                FailedState = Where(branch),
            };
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            var (error, cause) = execution.Started?.StopReason ?? default;
            execution.History.AddLast("ExecutionAborted", 0, new FailureEventDetails(error, cause));
            return Outcome(execution, ExecutionStatus.Aborted) with { Error = error, Cause = cause, FailedState = Where(branch) };
        }
    }

    private static TimeSpan? Limit(StateMachine machine) =>
        machine.Type == StateMachineType.Express && !(machine.Definition.Timeout < Quotas.ExpressDuration)
            ? Quotas.ExpressDuration
            : machine.Definition.Timeout;

    private static FailedState? Where(Branch branch) =>
        branch.Current is { } visit ? new FailedState(visit.State.Name, visit.Input) : null;

    private static ExecutionOutcome Outcome(Execution execution, ExecutionStatus status) => new()
    {
        ExecutionArn = execution.Arn,
        Status = status,
        StartTime = execution.StartTime,
        StopTime = execution.Loop.Now,
        Counts = execution.Counts,
        History = execution.History.Events,
    };
}
