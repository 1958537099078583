using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Fanout.Functions.SensorAnalytics.DynamoDb;

/// <summary>Writes items in requests of 25, several at a time, and writes again what DynamoDB did not process.</summary>
/// <param name="client">The client.</param>
/// <param name="time">The clock that waits before the next attempt.</param>
/// <param name="random">Gives a number from 0 up to 1.</param>
internal sealed class BatchWriter(DynamoDbClient client, TimeProvider time, Func<double> random)
{
    /// <summary>How often a request is sent before it is given up.</summary>
    public const int Attempts = 8;

    private const int Concurrency = 8;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private readonly ConcurrentBag<PutRequests> _requests = [];

    /// <summary>Writes items, each in place of the one with its key; no two may have the same key.</summary>
    /// <param name="table">The table.</param>
    /// <param name="items">The items.</param>
    /// <param name="writeItem">Writes one item as a JSON object of attribute values.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="DynamoDbException">DynamoDB refused a request.</exception>
    /// <exception cref="ItemsNotWrittenException">Items were still unprocessed after the last attempt.</exception>
    public async Task WriteAsync<T>(
        string table, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> writeItem, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellation };
        await Parallel.ForEachAsync(items.Chunk(PutRequests.MostItems), options, async (chunk, token) =>
        {
            var requests = _requests.TryTake(out var idle) ? idle : new PutRequests();
            await SendAsync(table, chunk.Length, requests.Write(table, chunk, writeItem), token);
            _requests.Add(requests);
        });
    }

    private async Task SendAsync(string table, int count, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var unprocessed = count;
        for (var attempt = 1; ; attempt++)
        {
            Exception? failure = null;
            try
            {
                using var answer = await client.CallAsync("BatchWriteItem", body, cancellation);
                (unprocessed, body) = Unprocessed(answer.RootElement, table);
                if (unprocessed == 0)
                {
                    return;
                }
            }
            catch (Exception problem) when (IsTransient(problem, cancellation))
            {
                failure = problem;
            }

            if (attempt == Attempts)
            {
                throw new ItemsNotWrittenException(
                    $"{unprocessed} of {count} items were not written to the table {table} in {Attempts} attempts: "
                        + (failure?.Message ?? "DynamoDB returned them as unprocessed, which it does where it is throttled."),
                    failure);
            }

            await Task.Delay(DelayAfter(attempt), time, cancellation);
        }
    }

    private static (int Count, ReadOnlyMemory<byte> Body) Unprocessed(JsonElement answer, string table) =>
        answer.TryGetProperty("UnprocessedItems", out var items) && items.TryGetProperty(table, out var requests)
            ? (requests.GetArrayLength(), Encoding.UTF8.GetBytes($$"""{"RequestItems":{{items.GetRawText()}}}"""))
            : (0, default);

    private static bool IsTransient(Exception problem, CancellationToken cancellation) => problem switch
    {
        DynamoDbException error => error.IsTransient,
        HttpRequestException => true,

        // The time limit of one request, not the caller.
        OperationCanceledException => !cancellation.IsCancellationRequested,
        _ => false,
    };

    // "Exponential Backoff And Jitter": anything from nothing to the whole delay, so that callers spread out.
    private TimeSpan DelayAfter(int attempt)
    {
        var delay = FirstDelay * Math.Pow(2, attempt - 1);
        return (delay < LongestDelay ? delay : LongestDelay) * random();
    }
}
