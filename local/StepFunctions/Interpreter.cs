using System.Collections.Concurrent;
using System.Text.Json;
using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Local.Jsonata;
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
public sealed class Interpreter(Engine engine, EventLoop loop, Func<double>? random = null)
{
    private readonly Func<double> _random = random ?? Random.Shared.NextDouble;
    private readonly ConcurrentDictionary<string, ExpectedStart> _expected = new();

    /// <summary>The loop that executions run on.</summary>
    public EventLoop Loop => loop;

    /// <summary>The executions that were started and those that ended, and their Map Runs.</summary>
    internal StartedExecutions Executions { get; } = new();

    /// <summary>The tasks that wait to be called back.</summary>
    internal TaskCallbacks Callbacks { get; } = new();

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
    /// <exception cref="ArgumentException">
    /// The input is larger than a payload may be, or no JSON that all read alike, or an execution had that name before.
    /// </exception>
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
            ? loop.InvokeAsync(() =>
                (Start(machine, compact, name, mode, parent: null, cancellation)
                    ?? throw new ArgumentException($"{machine.Arn} had an execution {name} before.", nameof(name))).Outcome)
            : throw new ArgumentException(
                $"The input has {JsonText.Size(compact)} bytes; the input of an execution may have at most {Quotas.Payload}.", nameof(input));
    }

    /// <summary>Starts an execution, and does not wait for its end.</summary>
    /// <param name="machine">The state machine.</param>
    /// <param name="input">The input, without white space.</param>
    /// <param name="name">The name; null for a generated one.</param>
    /// <param name="traceHeader">What the API is to say of it as its trace header.</param>
    /// <param name="expected">The task that starts it; null where none does.</param>
    /// <param name="abort">Aborts the execution, and those that it started without waiting for them; a task aborts its own.</param>
    /// <returns>The execution, or null where the name is taken.</returns>
    public Task<StartedExecution?> StartAsync(
        StateMachine machine, JsonElement input, string? name, string? traceHeader, ExpectedStart? expected, CancellationToken abort) =>
        loop.InvokeAsync(() =>
        {
            var started = Start(machine, input, name, machine.ShownHistory, expected?.Starter, expected is null ? abort : expected.Abort);
            if (started is null)
            {
                return Task.FromResult(started);
            }
            started.TraceHeader ??= traceHeader;
            expected?.Begin(started);
            if (expected?.Abort is not null)
            {
                _ = loop.InsideAsync(started.Ended);
            }
            return Task.FromResult<StartedExecution?>(started);
        });

    /// <summary>The execution that a task expects its request to start, by what the request is known by; null where none does.</summary>
    public ExpectedStart? Expected(string ticket) => _expected.GetValueOrDefault(ticket);

    internal ExpectedStart Expect(Execution starter, StateMachineType? type, CancellationToken? abort)
    {
        var expected = new ExpectedStart(this, starter, type, abort);
        _expected[expected.Ticket] = expected;
        return expected;
    }

    internal void Forget(ExpectedStart expected) => _expected.TryRemove(expected.Ticket, out _);

    /// <summary>Ends when no execution of a Standard machine runs that runs now.</summary>
    public Task EndedAsync() => loop.InvokeAsync(async () =>
    {
        await Task.WhenAll(Executions.All.Select(execution => execution.Ended));
        return true;
    });

    /// <summary>
    /// Starts an execution; to be called on the loop, with an input without white space. The name of a Standard execution
    /// can be used again only while that execution runs, with the same input: then it is that one that is given.
    /// </summary>
    /// <param name="machine">The state machine.</param>
    /// <param name="input">The input.</param>
    /// <param name="name">The name; null for a generated one.</param>
    /// <param name="mode">Whether to keep the events of the history.</param>
    /// <param name="parent">The execution whose task starts it; null for one that a request starts.</param>
    /// <param name="abort">Aborts the execution; null for one that goes on whatever becomes of the task.</param>
    /// <returns>The execution, or null where the name is taken.</returns>
    internal StartedExecution? Start(
        StateMachine machine, JsonElement input, string? name, HistoryMode mode, Execution? parent, CancellationToken? abort)
    {
        var starter = parent?.Owner?.Kept;
        var nested = machine.Type == StateMachineType.Express ? starter?.NestedOf(machine) : null;
        var started = new StartedExecution(machine, name ?? $"{Guid.NewGuid()}", input, loop.Now)
        {
            IsNamed = name is not null,
            Lifetime = parent?.Root.Started?.Lifetime ?? abort!.Value,
            Starter = starter,
            Tally = nested?.Tally ?? new StateTally(),
        };
        // "StartExecution": idempotent for Standard workflows, while Express ones may share a name.
        if (machine.Type == StateMachineType.Standard && !Executions.TryAdd(started))
        {
            return Executions.Find(started.Arn) is { End: null } running && JsonElement.DeepEquals(running.Input, input) ? running : null;
        }
        nested?.Executions.Start(1);
        nested?.Children.Start(loop.Now);
        started.Outcome = RunStartedAsync(started, mode, parent, abort);
        if (parent is not null && abort is null)
        {
            parent.Root.Background.Add(started.Outcome);
        }
        return started;
    }

    private async Task<ExecutionOutcome> RunStartedAsync(
        StartedExecution started, HistoryMode mode, Execution? parent, CancellationToken? abort)
    {
        // What starts it need not be there any more when an execution ends that no task waits for.
        var countedBy = abort is null ? parent?.Root : parent;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(abort ?? started.Lifetime);
        started.Cancel = stop.Cancel;
        try
        {
            var outcome = await RunOnLoopAsync(started.Machine, started.Input, started.Name, mode, parent, started, stop.Token);
            countedBy?.Counts.AddChild(started.Machine.Type, outcome);
            return outcome;
        }
        catch (Exception fault) when (started.End is null)
        {
            End(started, Fault(started, fault));
            throw;
        }
    }

    /// <summary>
    /// Runs a child execution of a Map Run to its end; to be called on the loop, with an input without white space.
    /// </summary>
    /// <param name="machine">What the child runs.</param>
    /// <param name="input">Its input.</param>
    /// <param name="items">How many items are in it.</param>
    /// <param name="run">The Map Run.</param>
    /// <param name="parent">The execution that started the Map Run.</param>
    /// <param name="abort">Aborts the child.</param>
    internal async Task<ExecutionOutcome> RunChildAsync(
        StateMachine machine, JsonElement input, int items, MapRun run, Execution parent, CancellationToken abort)
    {
        var name = $"{Guid.NewGuid()}";
        if (machine.Type == StateMachineType.Express)
        {
            return await RunOnLoopAsync(machine, input, name, HistoryMode.Counts, parent, started: null, abort);
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(abort);
        var child = new StartedExecution(machine, name, input, loop.Now)
        {
            MapRun = run,
            ItemCount = items,
            Cancel = stop.Cancel,
            Tally = new StateTally(parent.Tally),
        };
        Executions.TryAdd(child);
        try
        {
            return await RunOnLoopAsync(machine, input, name, HistoryMode.Events, parent, child, stop.Token);
        }
        catch (Exception fault) when (child.End is null)
        {
            End(child, Fault(child, fault));
            throw;
        }
    }

    // A fault of the local cloud's own; whoever asks is not to wait for an end that does not come.
    private ExecutionOutcome Fault(StartedExecution started, Exception fault) => new()
    {
        ExecutionArn = started.Arn,
        Status = ExecutionStatus.Failed,
        Error = ErrorNames.Runtime,
        Cause = fault.Message,
        StartTime = started.StartDate,
        StopTime = loop.Now,
        Counts = new ExecutionCounts(),
        History = started.Events,
    };

    private void End(StartedExecution started, ExecutionOutcome outcome)
    {
        started.Complete(outcome);
        if (started.Machine.Type == StateMachineType.Standard)
        {
            Executions.End(started);
        }
        else if (started.Starter is { } starter)
        {
            var nested = starter.NestedOf(started.Machine);
            nested.Executions.End(1, outcome.Status);
            nested.Children.End(outcome, started.Input);
        }
    }

    /// <summary>
    /// Runs one execution to its end; to be called on the loop, with an input without white space.
    /// </summary>
    /// <param name="machine">The state machine.</param>
    /// <param name="input">The input.</param>
    /// <param name="name">The name.</param>
    /// <param name="mode">Whether to keep the events of the history.</param>
    /// <param name="parent">The execution that starts it; null for the outermost.</param>
    /// <param name="started">What the execution is known as; null for an Express child of a Map Run.</param>
    /// <param name="cancellation">Aborts the execution.</param>
    internal async Task<ExecutionOutcome> RunOnLoopAsync(
        StateMachine machine, JsonElement input, string name, HistoryMode mode, Execution? parent, StartedExecution? started,
        CancellationToken cancellation)
    {
        var counts = new ExecutionCounts();
        var limit = machine.Type == StateMachineType.Standard ? Quotas.HistoryEvents : long.MaxValue;
        var arn = started?.Arn ?? machine.ExecutionArn(name);
        var execution = new Execution
        {
            Machine = machine,
            Arn = arn,
            Name = name,
            Input = input,
            StartTime = loop.Now,
            Loop = loop,
            Engine = engine,
            Interpreter = this,
            Random = _random,
            History = new ExecutionHistory(
                mode, limit, counts, () => loop.Now, machine.Observer is { } observer ? item => observer(arn, item) : null),
            Counts = counts,
            Cancellation = cancellation,
            Parent = parent,
            Started = started,
            Tally = started?.Tally ?? parent!.Tally,
        };
        started?.History = execution.History;
        var outcome = await ExecutionRun.ToItsEndAsync(execution);
        machine.Ended?.Invoke(machine, outcome);
        if (started is not null)
        {
            End(started, outcome);
        }
        while (execution.Background.Count > 0)
        {
            var background = execution.Background[^1];
            execution.Background.RemoveAt(execution.Background.Count - 1);
            await background;
        }
        return outcome;
    }
}
