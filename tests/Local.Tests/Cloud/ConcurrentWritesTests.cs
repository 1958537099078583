using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fanout.Local.Cloud;
using Fanout.Local.Services.Glue;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Cloud;

/// <summary>Writes at the same time, to an emulator whose threads get in each other's way at every chance.</summary>
public class ConcurrentWritesTests
{
    private const int Rounds = 40;
    private const int Writers = 8;

    // As many as one BatchWriteItem takes.
    private const int Partitions = 25;

    private MotoServer? _emulator;
    private LocalCloud? _cloud;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var python = await GluePython.FindAsync(
            Environment.GetEnvironmentVariable("PATH") ?? "", TestContext.Progress, CancellationToken.None);
        var script = Path.Combine(RepositoryPaths.Root, "tests", "Local.Tests", "Cloud", "yielding_moto.py");
        _emulator = await MotoServer.StartAsync(python, ["-B", script], CancellationToken.None);
        _cloud = await TestCloud.StartAsync(_emulator.Endpoint);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await (_cloud?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_emulator?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Test]
    public async Task Items_of_partitions_that_are_new_are_all_there_whoever_else_writes()
    {
        using var dynamoDb = _cloud!.DynamoDb();
        await dynamoDb.CreateTableAsync(new CreateTableRequest
        {
            TableName = "readings",
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("p", ScalarAttributeType.S), new("s", ScalarAttributeType.N)],
            KeySchema = [new("p", KeyType.HASH), new("s", KeyType.RANGE)],
        });
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(dynamoDb, round, writer)));
        }

        var stored = new HashSet<string>();
        await foreach (var page in dynamoDb.Paginators.Scan(new ScanRequest("readings")).Responses)
        {
            stored.UnionWith(page.Items.Select(item => $"{item["p"].S} {item["s"].N}"));
        }

        Assert.That(
            from round in Enumerable.Range(0, Rounds)
            from partition in Enumerable.Range(0, Partitions)
            from writer in Enumerable.Range(0, Writers)
            where !stored.Contains($"{round}-{partition} {writer}")
            select $"{round}-{partition} {writer}",
            Is.Empty);
    }

    // One writer in two puts its items one by one.
    private static Task WriteAsync(AmazonDynamoDBClient dynamoDb, int round, int writer)
    {
        var items = Enumerable.Range(0, Partitions).Select(partition => new Dictionary<string, AttributeValue>
        {
            ["p"] = new($"{round}-{partition}"),
            ["s"] = new() { N = $"{writer}" },
        });
        return writer % 2 == 0
            ? dynamoDb.BatchWriteItemAsync(new BatchWriteItemRequest
            {
                RequestItems = new() { ["readings"] = [.. items.Select(item => new WriteRequest(new PutRequest(item)))] },
            })
            : Task.WhenAll(items.Select(item => dynamoDb.PutItemAsync("readings", item)));
    }
}
