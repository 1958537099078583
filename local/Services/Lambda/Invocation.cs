using System.Text;

namespace Fanout.Local.Services.Lambda;

/// <summary>One call of a function; it is over when the answer is here and everything that it wrote has been read.</summary>
/// <param name="requestId">The request's id.</param>
/// <param name="payload">The event, as JSON.</param>
internal sealed class Invocation(string requestId, byte[] payload)
{
    private const int LongestLogTail = 4096;

    private readonly Lock _logging = new();
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<InvocationResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _logTail = [];

    public string RequestId => requestId;

    public byte[] Payload => payload;

    /// <summary>Ends when the function has the event, or will not get it.</summary>
    public Task Begun => _taken.Task;

    /// <summary>The result, once the invocation is over.</summary>
    public Task<InvocationResult> Result => WaitAsync();

    /// <summary>Takes a line that the function logged, or Lambda of it.</summary>
    public void Log(string line)
    {
        lock (_logging)
        {
            byte[] log = [.. _logTail, .. Encoding.UTF8.GetBytes($"{line}\n")];
            _logTail = log[^Math.Min(log.Length, LongestLogTail)..];
        }
    }

    /// <summary>The last 4 KB of what was logged of it, as UTF-8.</summary>
    public byte[] LogTail()
    {
        lock (_logging)
        {
            return _logTail;
        }
    }

    public void Taken() => _taken.TrySetResult();

    public void OutputEnded() => _outputEnded.TrySetResult();

    public void Answered(InvocationResult result) => _answer.TrySetResult(result);

    /// <summary>Ends the invocation in the function's place.</summary>
    public void Fail(InvocationResult result)
    {
        _answer.TrySetResult(result);
        _outputEnded.TrySetResult();
        _taken.TrySetResult();
    }

    private async Task<InvocationResult> WaitAsync()
    {
        await _outputEnded.Task;
        return await _answer.Task;
    }
}
