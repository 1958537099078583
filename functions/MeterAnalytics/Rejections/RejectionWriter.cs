using Fanout.Functions.MeterAnalytics.Writing;

namespace Fanout.Functions.MeterAnalytics.Rejections;

/// <summary>Sends the rejected lines of one file to their queue, in tens.</summary>
/// <param name="queue">The queue.</param>
internal sealed class RejectionWriter(RejectionQueue queue) : IAsyncDisposable
{
    private readonly InFlight<List<RejectedLine>> _inFlight = new(
        RejectionQueue.Concurrency, queue.SendAsync, mustFollow: (_, _) => false);

    private List<RejectedLine> _batch = [];

    /// <summary>Adds a line, and waits where too many are under way.</summary>
    public async ValueTask AddAsync(RejectedLine line, CancellationToken cancellation)
    {
        _batch.Add(line);
        if (_batch.Count == RejectionQueue.MostMessages)
        {
            await SendAsync(cancellation);
        }
    }

    /// <summary>Sends what is left and waits until everything is sent.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        if (_batch.Count > 0)
        {
            await SendAsync(cancellation);
        }

        await _inFlight.FinishAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inFlight.DisposeAsync();

    private Task SendAsync(CancellationToken cancellation)
    {
        var batch = _batch;
        _batch = [];
        return _inFlight.SendAsync(batch, cancellation);
    }
}
