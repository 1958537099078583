namespace Fanout.Local.Runs.Access;

/// <summary>How often something is asked for that is not there yet, and for how long.</summary>
/// <param name="First">The first pause; each is half as long again as the one before.</param>
/// <param name="Longest">The longest pause.</param>
/// <param name="Patience">How long what follows an execution may take to be seen, such as what an event led to.</param>
internal sealed record Pace(TimeSpan First, TimeSpan Longest, TimeSpan Patience)
{
    private const double Growth = 1.5;

    /// <summary>That of an account, whose APIs count calls.</summary>
    public static Pace OfAccount { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(3));

    /// <summary>That of a served stack.</summary>
    public static Pace Served { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>That of a cloud within this program, where everything is there when it is asked for.</summary>
    public static Pace Within { get; } = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(40), TimeSpan.Zero);

    /// <summary>Asks until the answer is the one that is waited for.</summary>
    /// <returns>The last answer; another one where patience ended.</returns>
    public Task<T> UntilSeenAsync<T>(Func<Task<T>> ask, Func<T, bool> isThere, CancellationToken cancellation) =>
        UntilAsync(ask, isThere, Patience, cancellation);

    /// <summary>Asks until the answer is the one that is waited for, however long that takes.</summary>
    public Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isThere, CancellationToken cancellation) =>
        UntilAsync(ask, isThere, Timeout.InfiniteTimeSpan, cancellation);

    private async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isThere, TimeSpan limit, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var pause = First; ; pause = TimeSpan.FromTicks(Math.Min((long)(pause.Ticks * Growth), Longest.Ticks)))
        {
            var answer = await ask();
            if (isThere(answer) || (limit != Timeout.InfiniteTimeSpan && TimeProvider.System.GetElapsedTime(start) >= limit))
            {
                return answer;
            }

            await Task.Delay(pause, cancellation);
        }
    }
}
