using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Fanout.Infra.Workflows.StreamAggregator;

namespace Fanout.Samples.StreamAggregator;

/// <summary>The locations that the workflow stream-aggregator asks for a task.</summary>
public static class StreamAggregatorSample
{
    // "BatchWriteItem": the most requests of one call.
    private const int ItemsPerCall = 25;
    private const int Attempts = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Puts the locations of a task into the table, in place of those with the same keys.</summary>
    /// <param name="dynamoDb">The client.</param>
    /// <param name="table">The table, with the keys <c>task_id</c> and <c>location_id</c>.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="locations">The locations' ids.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="SampleException">DynamoDB refused a location or could not be reached; others may have been written.</exception>
    public static async Task LoadAsync(
        IAmazonDynamoDB dynamoDb, string table, string taskId, IEnumerable<string> locations, CancellationToken cancellation)
    {
        try
        {
            foreach (var page in locations.Chunk(ItemsPerCall))
            {
                await WriteAsync(dynamoDb, table, [.. page.Select(location => Put(taskId, location))], cancellation);
            }
        }
        catch (AmazonServiceException problem)
        {
            throw new SampleException($"Not all locations were written to the table {table}: {problem.Message.TrimEnd('.')}.", problem);
        }
        catch (Exception problem) when (problem is AmazonClientException or HttpRequestException)
        {
            throw new SampleException($"DynamoDB could not be reached: {problem.Message}", problem);
        }
    }

    private static async Task WriteAsync(
        IAmazonDynamoDB dynamoDb, string table, List<WriteRequest> requests, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await dynamoDb.BatchWriteItemAsync(
                new BatchWriteItemRequest { RequestItems = new() { [table] = requests } }, cancellation);
            if (answer.UnprocessedItems?.GetValueOrDefault(table) is not { Count: > 0 } left)
            {
                return;
            }
            if (attempt + 1 == Attempts)
            {
                throw new SampleException(
                    $"{left.Count} locations were not written to the table {table}: it is busy, and was tried {Attempts} times. Try again.");
            }
            requests = left;
            await Task.Delay(FirstPause * Math.Pow(2, attempt), cancellation);
        }
    }

    private static WriteRequest Put(string taskId, string location) => new(new PutRequest(new Dictionary<string, AttributeValue>
    {
        [TableKeys.TaskId] = new(taskId),
        [TableKeys.LocationId] = new(location),
    }));
}
