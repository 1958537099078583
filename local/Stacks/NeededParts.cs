namespace Fanout.Local.Stacks;

/// <summary>Work that cannot be done without processes that may end, or be killed, in the middle of it.</summary>
internal static class NeededParts
{
    // What was lost is often noticed by its effects first.
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(1);

    // Most work ends at once when it is cancelled.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Does work, and ends it when a part is lost.</summary>
    /// <param name="lost">Ends with a sentence when a part is lost.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="LocalException">A part was lost; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static async Task<T> DoAsync<T>(
        Task<string> lost, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var working = work(end.Token);
        await Task.WhenAny(working, lost);
        if (working.IsFaulted)
        {
            await Task.WhenAny(lost, Task.Delay(Notice, cancellation));
        }

        if (!lost.IsCompleted || working.IsCompletedSuccessfully)
        {
            return await working;
        }

        // A terminal's Ctrl-C ends the parts too, maybe before this program is told of it.
        await Task.WhenAny(Task.Delay(Notice, cancellation));
        await end.CancelAsync();
        await Task.WhenAny(working, Task.Delay(Patience, CancellationToken.None));
        cancellation.ThrowIfCancellationRequested();
        throw new LocalException(await lost);
    }
}
