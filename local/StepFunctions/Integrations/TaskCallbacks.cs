using System.Security.Cryptography;
using System.Text.Json;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>What is known of a task by its token.</summary>
public enum TokenState
{
    /// <summary>The text is no token.</summary>
    Invalid,

    /// <summary>Whoever made the token made it elsewhere, as an earlier run.</summary>
    Unknown,

    /// <summary>The task has ended or timed out, or its execution was stopped.</summary>
    Closed,

    /// <summary>The task waits to be called back.</summary>
    Waiting,
}

/// <summary>The tasks that wait to be called back ("Wait for a Callback with Task Token"). To be used on the loop.</summary>
public sealed class TaskCallbacks
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, WaitingTask> _waiting = [];

    /// <summary>What is known of a task.</summary>
    public TokenState StateOf(string token) => _waiting.ContainsKey(token) ? TokenState.Waiting
        : TaskToken.ExecutionOf(token) is null ? TokenState.Invalid
        : TaskToken.IsOf(token, _key) ? TokenState.Closed
        : TokenState.Unknown;

    /// <summary>A waiting task succeeds; its token is good for nothing afterwards.</summary>
    public void Succeed(string token, JsonElement output) => Take(token).Answer.TrySetResult(output);

    /// <summary>A waiting task fails; its token is good for nothing afterwards.</summary>
    /// <param name="token">The token.</param>
    /// <param name="error">The error; null where none is named.</param>
    /// <param name="cause">The cause; null where none is given.</param>
    public void Fail(string token, string? error, string? cause) =>
        Take(token).Answer.TrySetException(new TaskFailedException(error, cause));

    /// <summary>A waiting task is still worked on.</summary>
    public void Beat(string token) => _waiting[token].Heartbeat();

    internal string NewToken(string executionArn) => TaskToken.Create(executionArn, _key);

    /// <summary>Lets a task be called back until what is returned is disposed.</summary>
    internal WaitingTask Await(string token, Action heartbeat)
    {
        var waiting = new WaitingTask(heartbeat, () => _waiting.Remove(token));
        _waiting.Add(token, waiting);
        return waiting;
    }

    private WaitingTask Take(string token) => _waiting.Remove(token, out var waiting)
        ? waiting
        : throw new ArgumentException("No task waits with that token.", nameof(token));
}

/// <summary>A task that waits to be called back.</summary>
/// <param name="heartbeat">To be called at each of its heartbeats.</param>
/// <param name="end">To be called when it waits no longer.</param>
internal sealed class WaitingTask(Action heartbeat, Action end) : IDisposable
{
    /// <summary>What it is called back with.</summary>
    public TaskCompletionSource<JsonElement> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Action Heartbeat => heartbeat;

    /// <summary>Waits for the callback; to be awaited on the loop.</summary>
    public async Task<JsonElement> AnswerAsync(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(() => Answer.TrySetCanceled(cancellation));
        return await Answer.Task;
    }

    public void Dispose() => end();
}
