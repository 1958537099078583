namespace Fanout.Functions.Common;

/// <summary>Sends again what a service left undone of a request ("Exponential Backoff And Jitter").</summary>
/// <param name="time">The clock that waits before the next attempt.</param>
/// <param name="random">Gives a number from 0 up to 1.</param>
internal sealed class Repetition(TimeProvider time, Func<double> random)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>Sends until nothing is left.</summary>
    /// <param name="send">Sends what is left; gives whether all of it was done.</param>
    /// <param name="cancellation">Ends the attempts.</param>
    /// <returns>False where something is left after <see cref="AwsClients.Attempts"/> attempts.</returns>
    public async Task<bool> UntilDoneAsync(Func<CancellationToken, Task<bool>> send, CancellationToken cancellation)
    {
        for (var attempt = 1; !await send(cancellation); attempt++)
        {
            if (attempt == AwsClients.Attempts)
            {
                return false;
            }

            await Task.Delay(DelayAfter(attempt), time, cancellation);
        }

        return true;
    }

    // Anything from nothing to the whole delay, so that callers spread out.
    private TimeSpan DelayAfter(int attempt)
    {
        var delay = FirstDelay * Math.Pow(2, attempt - 1);
        return (delay < LongestDelay ? delay : LongestDelay) * random();
    }
}
