namespace Fanout.Functions.MeterAnalytics.Writing;

/// <summary>Sends batches, several at a time; used by one caller after the other.</summary>
/// <param name="most">How many batches are under way at most.</param>
/// <param name="send">Sends a batch.</param>
/// <param name="mustFollow">Whether a batch (the second) must wait until another that is under way (the first) is sent.</param>
internal sealed class InFlight<TBatch>(
    int most, Func<TBatch, CancellationToken, Task> send, Func<TBatch, TBatch, bool> mustFollow) : IAsyncDisposable
{
    private readonly List<(TBatch Batch, Task Sending)> _underWay = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Waits until there is room, and starts to send a batch; throws what sending one before it threw.</summary>
    public async Task SendAsync(TBatch batch, CancellationToken cancellation)
    {
        while (_underWay.Count == most || _underWay.Exists(other => mustFollow(other.Batch, batch)))
        {
            await FinishOneAsync(cancellation);
        }

        _underWay.Add((batch, send(batch, _stop.Token)));
    }

    /// <summary>Waits until all batches are sent; throws what sending one threw.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        while (_underWay.Count > 0)
        {
            await FinishOneAsync(cancellation);
        }
    }

    /// <summary>Stops what is still under way: nothing is sent behind the back of a caller that has failed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_underWay.Select(other => other.Sending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FinishOneAsync(CancellationToken cancellation)
    {
        var sent = await Task.WhenAny(_underWay.Select(other => other.Sending)).WaitAsync(cancellation);
        _underWay.RemoveAll(other => other.Sending == sent);
        await sent;
    }
}
