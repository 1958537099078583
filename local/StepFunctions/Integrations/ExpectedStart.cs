using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>
/// An execution that the request of a task is to start, and that is the task's own: its counts become part of those of the
/// execution that starts it. No longer expected when it is disposed.
/// </summary>
public sealed class ExpectedStart : IDisposable
{
    private readonly Interpreter _interpreter;
    private StartedExecution? _started;

    internal ExpectedStart(Interpreter interpreter, Execution starter, StateMachineType? type, CancellationToken? abort) =>
        (_interpreter, Starter, Type, Abort) = (interpreter, starter, type, abort);

    /// <summary>What the request says to be known by; nobody else can guess it.</summary>
    public string Ticket { get; } = $"{Guid.NewGuid()}";

    /// <summary>The only type of machine that may be started; null for any.</summary>
    public StateMachineType? Type { get; }

    /// <summary>The execution whose task makes the request.</summary>
    internal Execution Starter { get; }

    /// <summary>Aborts an execution whose end is the answer to the request; null for one that goes on whatever becomes of the task.</summary>
    internal CancellationToken? Abort { get; }

    /// <summary>Waits for the end of what was started; to be awaited on the loop.</summary>
    public async Task<ExecutionOutcome> EndAsync(CancellationToken cancellation)
    {
        // Task.WaitAsync would continue by way of the thread pool, which the loop does not see.
        var ended = new TaskCompletionSource<ExecutionOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellation.Register(() => ended.TrySetCanceled(cancellation));
        _ = TellAsync();
        return await ended.Task;

        async Task TellAsync() => ended.TrySetResult(await _started!.Ended);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _interpreter.Forget(this);
        _started?.Waiting.Remove(this);
    }

    /// <summary>What the request has started; to be told on the loop.</summary>
    internal void Begin(StartedExecution started)
    {
        _started = started;
        started.Waiting.Add(this);
    }
}
