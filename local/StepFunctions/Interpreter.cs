using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;
using Fanout.Local.StepFunctions.Time;
using Fanout.Samples.Cli;

namespace Fanout.Local.StepFunctions;

/// <summary>Runs executions of state machines, any number at the same time, on one event loop.</summary>
/// <param name="engine">Evaluates JSONata.</param>
/// <param name="loop">The thread and the clock of all executions.</param>
/// <param name="random">Numbers in [0, 1) for the jitter of retries.</param>
/// <param name="machines">The state machines that tasks can start; none by default.</param>
public sealed class Interpreter(Engine engine, EventLoop loop, Func<double>? random = null, IStateMachines? machines = null)
{
    private const string Timeout = "TimeoutSeconds";

    private readonly Func<double> _random = random ?? Random.Shared.NextDouble;

    /// <summary>The loop that executions run on.</summary>
    public EventLoop Loop => loop;

    /// <summary>The Map Runs of all executions, by ARN.</summary>
    internal Dictionary<string, MapRun> MapRuns { get; } = [];

    /// <summary>The executions that tasks started under names of their own, by ARN; null for one that has ended.</summary>
    internal Dictionary<string, StartedExecution?> Named { get; } = [];

    /// <summary>The state machines that tasks can start.</summary>
    internal IStateMachines? Machines => machines;

    /// <summary>Whether a value is larger than the input of an execution may be.</summary>
    public static bool IsTooLarge(JsonElement input) => JsonText.Size(JsonText.Compact(input)) > Quotas.Payload;

    /// <summary>
    /// Runs one execution to its end, and those to theirs that it started without waiting for them. A state that fails
    /// is an outcome, not an exception.
    /// </summary>
    /// <param name="machine">The state machine.</param>
    /// <param name="input">The input.</param>
    /// <param name="name">The name of the execution.</param>
    /// <param name="cancellation">Aborts the execution.</param>
    /// <param name="mode">Whether to keep the events of the history.</param>
    /// <exception cref="ArgumentException">The input is larger than a payload may be, or no JSON that all read alike.</exception>
    /// <exception cref="EngineException">The JSONata engine stopped.</exception>
    public Task<ExecutionOutcome> RunAsync(
        StateMachine machine, JsonElement input, string name, CancellationToken cancellation, HistoryMode mode = HistoryMode.Events)
    {
        var compact = JsonText.Compact(input);
        if (JsonFlaw.Of(compact) is { } flaw)
        {
            throw new ArgumentException($"The input {flaw}.", nameof(input));
        }
        return JsonText.Size(compact) <= Quotas.Payload
            ? loop.InvokeAsync(() => RunOnLoopAsync(machine, compact, name, mode, parent: null, cancellation))
            : throw new ArgumentException(
                $"The input has {JsonText.Size(compact)} bytes; the input of an execution may have at most {Quotas.Payload}.", nameof(input));
    }

    /// <summary>
    /// Runs one execution to its end, under an ARN that it has already or a new one; to be called on the loop, with an
    /// input without white space.
    /// </summary>
    internal async Task<ExecutionOutcome> RunOnLoopAsync(
        StateMachine machine, JsonElement input, string name, HistoryMode mode, Execution? parent, CancellationToken cancellation,
        string? arn = null)
    {
        var counts = new ExecutionCounts();
        var limit = machine.Type == StateMachineType.Standard ? Quotas.HistoryEvents : long.MaxValue;
        var execution = new Execution
        {
            Machine = machine,
            Arn = arn ?? machine.ExecutionArn(name),
            Name = name,
            Input = input,
            StartTime = loop.Now,
            Loop = loop,
            Engine = engine,
            Interpreter = this,
            Random = _random,
            History = new ExecutionHistory(mode, limit, counts, () => loop.Now),
            Counts = counts,
            Cancellation = cancellation,
            Parent = parent,
        };
        var outcome = await RunToItsEndAsync(execution);
        while (execution.Background.Count > 0)
        {
            var background = execution.Background[^1];
            execution.Background.RemoveAt(execution.Background.Count - 1);
            await background;
        }
        return outcome;
    }

    private async Task<ExecutionOutcome> RunToItsEndAsync(Execution execution)
    {
        var (machine, cancellation) = (execution.Machine, execution.Cancellation);
        using var deadline = new Deadline(loop, cancellation);
        deadline.Set(Timeout, Limit(machine));
        var branch = new Branch(execution, new Scope(outer: null), previous: 0, item: null, deadline.Token);
        execution.History.Add("ExecutionStarted", 0, new ExecutionStartedEventDetails(execution.Input, machine.RoleArn));
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
            execution.History.AddLast("ExecutionAborted", 0, new FailureEventDetails(null, null));
            return Outcome(execution, ExecutionStatus.Aborted) with { FailedState = Where(branch) };
        }
    }

    private static TimeSpan? Limit(StateMachine machine) =>
        machine.Type == StateMachineType.Express && !(machine.Definition.Timeout < Quotas.ExpressDuration)
            ? Quotas.ExpressDuration
            : machine.Definition.Timeout;

    private static FailedState? Where(Branch branch) =>
        branch.Current is { } visit ? new FailedState(visit.State.Name, visit.Input) : null;

    private ExecutionOutcome Outcome(Execution execution, ExecutionStatus status) => new()
    {
        ExecutionArn = execution.Arn,
        Status = status,
        StartTime = execution.StartTime,
        StopTime = loop.Now,
        Counts = execution.Counts,
        History = execution.History.Events,
    };
}
