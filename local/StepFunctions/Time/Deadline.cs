namespace Fanout.Local.StepFunctions.Time;

/// <summary>Cancels work when one of its limits on the loop's clock has passed, or when the outer token is cancelled.</summary>
internal sealed class Deadline(EventLoop loop, CancellationToken outer) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
    private readonly Dictionary<string, IDisposable> _timers = [];

    /// <summary>Cancelled when the first limit has passed.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The limit that has passed.</summary>
    public string? Expired { get; private set; }

    /// <summary>Starts a limit, or starts it anew.</summary>
    public void Set(string limit, TimeSpan? after)
    {
        if (after is not { } delay)
        {
            return;
        }
        if (_timers.Remove(limit, out var running))
        {
            running.Dispose();
        }
        _timers[limit] = loop.After(delay, () =>
        {
            Expired ??= limit;
            _source.Cancel();
        });
    }

    public void Dispose()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }
        _source.Dispose();
    }
}
