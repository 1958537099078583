namespace Fanout.Local.Lambda;

/// <summary>One call of a function; it is over when the answer is here and everything that it wrote has been read.</summary>
/// <param name="requestId">The request's id.</param>
/// <param name="payload">The event, as JSON.</param>
/// <param name="deadline">When the function must have answered.</param>
internal sealed class Invocation(string requestId, byte[] payload, DateTimeOffset deadline)
{
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<InvocationResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId => requestId;

    public byte[] Payload => payload;

    public DateTimeOffset Deadline => deadline;

    /// <summary>The result, once the invocation is over.</summary>
    public Task<InvocationResult> Result => WaitAsync();

    public void OutputEnded() => _outputEnded.TrySetResult();

    public void Answered(InvocationResult result) => _answer.TrySetResult(result);

    /// <summary>Ends the invocation in the function's place.</summary>
    public void Fail(InvocationResult result)
    {
        _answer.TrySetResult(result);
        _outputEnded.TrySetResult();
    }

    private async Task<InvocationResult> WaitAsync()
    {
        await _outputEnded.Task;
        return await _answer.Task;
    }
}
