using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using StoredItem = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Fanout.Local.Runs.Access;

/// <summary>Items of a table. In one that others use too they are read by their partition keys: the rest is not paid for.</summary>
internal static class StoredItems
{
    private const int AtOnce = 8;

    // "BatchWriteItem": the most requests of one call.
    private const int ItemsPerCall = 25;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads items, in no order.</summary>
    /// <param name="dynamoDb">The client.</param>
    /// <param name="table">The table.</param>
    /// <param name="keyName">The attribute of the partition key.</param>
    /// <param name="keys">The partition keys; null for all of the table.</param>
    /// <param name="cancellation">Ends the calls.</param>
    public static async Task<IReadOnlyList<StoredItem>> ReadAsync(
        IAmazonDynamoDB dynamoDb, string table, string keyName, IEnumerable<AttributeValue>? keys, CancellationToken cancellation)
    {
        var items = new List<StoredItem>();
        if (keys is null)
        {
            await foreach (var page in dynamoDb.Paginators.Scan(new ScanRequest { TableName = table, ConsistentRead = true }).Responses.WithCancellation(cancellation))
            {
                items.AddRange(page.Items ?? []);
            }

            return items;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(keys, options, async (key, token) =>
        {
            var request = new QueryRequest
            {
                TableName = table,
                KeyConditionExpression = "#key = :key",
                ExpressionAttributeNames = new() { ["#key"] = keyName },
                ExpressionAttributeValues = new() { [":key"] = key },
                ConsistentRead = true,
            };
            await foreach (var page in dynamoDb.Paginators.Query(request).Responses.WithCancellation(token))
            {
                lock (items)
                {
                    items.AddRange(page.Items ?? []);
                }
            }
        });
        return items;
    }

    /// <summary>Deletes the items of some partition keys.</summary>
    public static async Task DeleteAsync(
        IAmazonDynamoDB dynamoDb, string table, (string Partition, string Sort) names, IEnumerable<AttributeValue> keys, CancellationToken cancellation)
    {
        var items = await ReadAsync(dynamoDb, table, names.Partition, keys, cancellation);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(items.Chunk(ItemsPerCall), options, async (page, token) =>
        {
            List<WriteRequest> requests =
            [
                .. page.Select(item => new WriteRequest(new DeleteRequest(
                    new StoredItem { [names.Partition] = item[names.Partition], [names.Sort] = item[names.Sort] }))),
            ];
            while (requests.Count > 0)
            {
                var answer = await dynamoDb.BatchWriteItemAsync(new BatchWriteItemRequest { RequestItems = new() { [table] = requests } }, token);
                requests = answer.UnprocessedItems?.GetValueOrDefault(table) ?? [];
                if (requests.Count > 0)
                {
                    await Task.Delay(Pause, token);
                }
            }
        });
    }
}
