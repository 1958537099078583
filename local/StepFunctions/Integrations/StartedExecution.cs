using System.Text.Json;
using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Local.StepFunctions.History;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>An execution that was started by a request, a task or a Map Run. To be read on the loop.</summary>
/// <param name="machine">The state machine.</param>
/// <param name="name">The execution's name.</param>
/// <param name="input">Its input, without white space.</param>
/// <param name="startDate">When it started, on the loop's clock.</param>
public sealed class StartedExecution(StateMachine machine, string name, JsonElement input, DateTimeOffset startDate)
{
    private readonly TaskCompletionSource<ExecutionOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, NestedMachine> _nested = [];
    private bool _endsAtTransition;

    /// <summary>The state machine.</summary>
    public StateMachine Machine => machine;

    /// <summary>The execution's name.</summary>
    public string Name => name;

    /// <summary>Its input, without white space.</summary>
    public JsonElement Input => input;

    /// <summary>When it started, on the loop's clock.</summary>
    public DateTimeOffset StartDate => startDate;

    /// <summary>The execution's ARN.</summary>
    public string Arn { get; } = machine.ExecutionArn(name);

    /// <summary>The trace header that it was started with.</summary>
    public string? TraceHeader { get; internal set; }

    /// <summary>The Map Run that it is a child of; null for one that was started otherwise.</summary>
    public MapRun? MapRun { get; internal init; }

    /// <summary>How many items a child of a Map Run works on.</summary>
    public int ItemCount { get; internal init; }

    /// <summary>How it ends, once those have ended too that it started without waiting for them.</summary>
    public Task<ExecutionOutcome> Outcome { get; internal set; } = null!;

    /// <summary>How it ends, whatever it has started.</summary>
    public Task<ExecutionOutcome> Ended => _ended.Task;

    /// <summary>How it ended; null while it runs.</summary>
    public ExecutionOutcome? End { get; private set; }

    /// <summary>The events so far; none where only their number is kept.</summary>
    public IReadOnlyList<HistoryEvent> Events => History?.Events ?? [];

    /// <summary>The Map Runs that it and its children started.</summary>
    public IReadOnlyList<MapRun> MapRuns => Runs;

    /// <summary>What became of its states, and of those of its Map Runs' children.</summary>
    public StateTally Tally { get; internal init; } = new();

    /// <summary>The Express executions that it and its children started, by the ARN of their machine.</summary>
    public IReadOnlyDictionary<string, NestedMachine> Nested => _nested;

    /// <summary>The ARN of the execution that started it, of those that are kept; null where a request did.</summary>
    public string? StartedBy => MapRun?.ExecutionArn ?? Starter?.Arn;

    /// <summary>When it started, by the machine's clock: the loop's may run ahead.</summary>
    public DateTimeOffset ClockStart { get; } = DateTimeOffset.UtcNow;

    /// <summary>When it ended, by the machine's clock; null while it runs.</summary>
    public DateTimeOffset? ClockEnd { get; private set; }

    /// <summary>The nearest execution whose events are kept, that started this one.</summary>
    internal StartedExecution? Starter { get; init; }

    /// <summary>The nearest execution whose events are kept, this one or one that started it; null where there is none.</summary>
    internal StartedExecution? Kept => machine.Type == StateMachineType.Standard ? this : Starter;

    internal NestedMachine NestedOf(StateMachine nested) =>
        _nested.TryGetValue(nested.Arn, out var known) ? known : _nested[nested.Arn] = new NestedMachine(nested);

    internal ExecutionHistory? History { get; set; }

    internal List<MapRun> Runs { get; } = [];

    /// <summary>Whether the name was given, and not made up for it.</summary>
    internal bool IsNamed { get; init; }

    /// <summary>Counts the executions in the order in which they started.</summary>
    internal long Number { get; set; }

    /// <summary>The tasks that have started it and not yet read its end.</summary>
    internal List<ExpectedStart> Waiting { get; } = [];

    /// <summary>What whoever stopped it said.</summary>
    internal (string? Error, string? Cause) StopReason { get; private set; }

    /// <summary>Aborts what goes on without it and was started in its course.</summary>
    internal CancellationToken Lifetime { get; init; }

    /// <summary>Stops it; null before it runs and after its end.</summary>
    internal Action? Cancel { get; set; }

    /// <summary>Stops it, unless it has ended or is being stopped.</summary>
    /// <param name="error">What the API is to say of it as its error.</param>
    /// <param name="cause">What the API is to say of it as its cause.</param>
    public void Stop(string? error, string? cause)
    {
        if (Cancel is { } cancel)
        {
            Cancel = null;
            StopReason = (error, cause);
            cancel();
        }
    }

    /// <summary>Lets it go on to its next state transition, and stops it there, which the deletion of its machine does.</summary>
    public void StopAtTransition() => _endsAtTransition = true;

    /// <summary>Takes in that it, or what it started in its course, goes from one state to another.</summary>
    internal void Transit()
    {
        if (_endsAtTransition)
        {
            Stop(error: null, cause: null);
        }
    }

    internal void Complete(ExecutionOutcome outcome)
    {
        (End, Cancel, ClockEnd) = (outcome, null, DateTimeOffset.UtcNow);
        _ended.SetResult(outcome);
    }
}
