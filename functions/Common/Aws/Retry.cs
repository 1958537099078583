namespace Fanout.Functions.Common.Aws;

/// <summary>Tries again what a service could not do for a passing reason ("Exponential Backoff And Jitter").</summary>
/// <param name="time">The clock that waits before the next attempt.</param>
/// <param name="random">Gives a number from 0 up to 1.</param>
internal sealed class Retry(TimeProvider time, Func<double> random)
{
    /// <summary>How often something is tried before it is given up.</summary>
    public const int Attempts = 8;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>Tries until it is done.</summary>
    /// <param name="tryOnce">Tries it; gives null where it is done, else what is still to do and why.</param>
    /// <param name="failure">Makes the exception of the last attempt from that text, or from the error and its text.</param>
    /// <param name="cancellation">Ends the attempts.</param>
    public async Task UntilDoneAsync(
        Func<CancellationToken, Task<string?>> tryOnce,
        Func<string, Exception?, Exception> failure,
        CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            Exception? error = null;
            string? reason;
            try
            {
                reason = await tryOnce(cancellation);
            }
            catch (Exception problem) when (IsTransient(problem, cancellation))
            {
                (error, reason) = (problem, problem.Message);
            }

            if (reason is null)
            {
                return;
            }

            if (attempt == Attempts)
            {
                throw failure(reason, error);
            }

            await Task.Delay(DelayAfter(attempt), time, cancellation);
        }
    }

    private static bool IsTransient(Exception problem, CancellationToken cancellation) => problem switch
    {
        AwsException error => error.IsTransient,
        HttpRequestException => true,

        // The time limit of one request, not the caller.
        OperationCanceledException => !cancellation.IsCancellationRequested,
        _ => false,
    };

    // Anything from nothing to the whole delay, so that callers spread out.
    private TimeSpan DelayAfter(int attempt)
    {
        var delay = FirstDelay * Math.Pow(2, attempt - 1);
        return (delay < LongestDelay ? delay : LongestDelay) * random();
    }
}
