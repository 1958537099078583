using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Fanout.Functions.Common.DynamoDb;

/// <summary>Writes items in requests of 25, and writes again what DynamoDB did not process.</summary>
/// <param name="client">The client of DynamoDB.</param>
/// <param name="repetition">How unprocessed items are sent again.</param>
internal sealed class BatchWriter(IAmazonDynamoDB client, Repetition repetition)
{
    /// <summary>The most items that one request may hold ("BatchWriteItem").</summary>
    public const int MostItems = 25;

    /// <summary>How many requests are under way at a time.</summary>
    public const int Concurrency = 8;

    /// <summary>Writes items, each in place of the one with its key; no two may have the same key.</summary>
    /// <param name="table">The table.</param>
    /// <param name="items">The items.</param>
    /// <param name="toItem">Gives the attributes of one item.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="ItemsNotWrittenException">DynamoDB refused a request, or items are left after the last attempt.</exception>
    public Task WriteAllAsync<T>(
        string table, IReadOnlyList<T> items, Func<T, Dictionary<string, AttributeValue>> toItem, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellation };
        return Parallel.ForEachAsync(
            items.Chunk(MostItems), options, async (chunk, token) => await WriteAsync(table, chunk, toItem, token));
    }

    /// <summary>Writes up to 25 items as <see cref="WriteAllAsync"/> does, in one request and its repetitions.</summary>
    public async Task WriteAsync<T>(
        string table,
        IReadOnlyCollection<T> items,
        Func<T, Dictionary<string, AttributeValue>> toItem,
        CancellationToken cancellation)
    {
        List<WriteRequest> left = [.. items.Select(item => new WriteRequest(new PutRequest(toItem(item))))];
        try
        {
            if (await repetition.UntilDoneAsync(SendAsync, cancellation))
            {
                return;
            }
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            throw NotWritten($": {AwsFailure.Describe(problem)}", problem);
        }

        throw NotWritten(
            $" in {AwsClients.Attempts} attempts: DynamoDB returned them as unprocessed, which it does where it is throttled.",
            inner: null);

        async Task<bool> SendAsync(CancellationToken token)
        {
            var answer = await client.BatchWriteItemAsync(
                new BatchWriteItemRequest { RequestItems = new() { [table] = left } }, token);
            if (answer.UnprocessedItems?.GetValueOrDefault(table) is not { Count: > 0 } unprocessed)
            {
                return true;
            }

            left = unprocessed;
            return false;
        }

        ItemsNotWrittenException NotWritten(string how, Exception? inner) =>
            new($"{left.Count} of {items.Count} items were not written to the table {table}{how}", inner);
    }
}
