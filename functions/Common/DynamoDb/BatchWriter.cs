using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Fanout.Functions.Common.Aws;

namespace Fanout.Functions.Common.DynamoDb;

/// <summary>Writes items in requests of 25, and writes again what DynamoDB did not process.</summary>
/// <param name="client">The client of DynamoDB.</param>
/// <param name="retry">How requests are tried again.</param>
internal sealed class BatchWriter(JsonClient client, Retry retry)
{
    /// <summary>What the names of DynamoDB's operations begin with.</summary>
    public const string Target = "DynamoDB_20120810";

    /// <summary>How many requests are under way at a time.</summary>
    public const int Concurrency = 8;

    private readonly ConcurrentBag<PutRequests> _requests = [];

    /// <summary>Writes items, each in place of the one with its key; no two may have the same key.</summary>
    /// <param name="table">The table.</param>
    /// <param name="items">The items.</param>
    /// <param name="writeItem">Writes one item as a JSON object of attribute values.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="AwsException">DynamoDB refused a request.</exception>
    /// <exception cref="ItemsNotWrittenException">Items were still unprocessed after the last attempt.</exception>
    public Task WriteAllAsync<T>(
        string table, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> writeItem, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellation };
        return Parallel.ForEachAsync(
            items.Chunk(PutRequests.MostItems),
            options,
            async (chunk, token) => await WriteAsync(table, chunk, writeItem, token));
    }

    /// <summary>Writes up to 25 items as <see cref="WriteAllAsync"/> does, in one request and its repetitions.</summary>
    public async Task WriteAsync<T>(
        string table, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> writeItem, CancellationToken cancellation)
    {
        var requests = _requests.TryTake(out var idle) ? idle : new PutRequests();
        var body = requests.Write(table, items, writeItem);
        var unprocessed = items.Count;
        await retry.UntilDoneAsync(
            async token =>
            {
                using var answer = await client.CallAsync("BatchWriteItem", body, token);
                (unprocessed, body) = Unprocessed(answer.RootElement, table);
                return unprocessed == 0 ? null : "DynamoDB returned them as unprocessed, which it does where it is throttled.";
            },
            (reason, error) => new ItemsNotWrittenException(
                $"{unprocessed} of {items.Count} items were not written to the table {table} in {Retry.Attempts} attempts: {reason}",
                error),
            cancellation);
        _requests.Add(requests);
    }

    private static (int Count, ReadOnlyMemory<byte> Body) Unprocessed(JsonElement answer, string table) =>
        answer.TryGetProperty("UnprocessedItems", out var items) && items.TryGetProperty(table, out var requests)
            ? (requests.GetArrayLength(), Encoding.UTF8.GetBytes($$"""{"RequestItems":{{items.GetRawText()}}}"""))
            : (0, default);
}
