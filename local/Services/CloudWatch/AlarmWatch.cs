namespace Fanout.Local.Services.CloudWatch;

/// <summary>Looks at the alarms soon after something was counted, and once a minute, so that who is to be told is told.</summary>
public sealed class AlarmWatch : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _ending = new();
    private readonly Task _watching;

    /// <summary>Begins to look.</summary>
    /// <param name="metrics">What is counted.</param>
    /// <param name="look">Looks at the alarms.</param>
    /// <param name="time">The clock.</param>
    public AlarmWatch(MetricStore metrics, Func<CancellationToken, Task> look, TimeProvider time) =>
        _watching = WatchAsync(metrics, look, time, _ending.Token);

    /// <summary>Looks no longer.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        _ending.Dispose();
    }

    private static async Task WatchAsync(MetricStore metrics, Func<CancellationToken, Task> look, TimeProvider time, CancellationToken ending)
    {
        var (version, looked) = (metrics.Version, time.GetTimestamp());
        try
        {
            while (true)
            {
                await Task.Delay(Step, time, ending);
                if (metrics.Version == version && time.GetElapsedTime(looked) < Interval)
                {
                    continue;
                }

                looked = time.GetTimestamp();
                await look(ending);
                version = metrics.Version;
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Nobody is to be told any more.
        }
        catch (HttpRequestException)
        {
            // The cloud ends, and says so itself.
        }
    }
}
