using Fanout.Functions.Common.DynamoDb;
using Fanout.Functions.MeterAnalytics.Lines;

namespace Fanout.Functions.MeterAnalytics.Writing;

/// <summary>Writes the amounts of one file to the table; of several with one key the last stays.</summary>
internal sealed class AmountWriter : IAsyncDisposable
{
    private readonly InFlight<Dictionary<(string, string), MeteredAmount>> _inFlight;
    private Dictionary<(string, string), MeteredAmount> _batch = [];

    /// <param name="table">The table.</param>
    /// <param name="writer">What writes batches.</param>
    public AmountWriter(string table, BatchWriter writer)
    {
        // A key that is under way waits for it: so the last line of the file wins, whichever request is faster.
        _inFlight = new(
            BatchWriter.Concurrency,
            (batch, token) => writer.WriteAsync(table, batch.Values, MeteredAmount.ToItem, token),
            (before, batch) => batch.Keys.Any(before.ContainsKey));
    }

    /// <summary>How many amounts took the place of another in their batch: a request may name a key only once.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Adds an amount, and waits where too many are under way.</summary>
    public async ValueTask AddAsync(MeteredAmount amount, CancellationToken cancellation)
    {
        if (!_batch.TryAdd(amount.Key, amount))
        {
            _batch[amount.Key] = amount;
            Duplicates++;
        }

        if (_batch.Count == BatchWriter.MostItems)
        {
            await SendAsync(cancellation);
        }
    }

    /// <summary>Writes what is left and waits until everything is written.</summary>
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
        _batch = new(BatchWriter.MostItems);
        return _inFlight.SendAsync(batch, cancellation);
    }
}
