using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fanout.Samples;
using Fanout.Samples.StreamAggregator;

namespace Fanout.Tests.Local.Integrations;

public sealed class StreamAggregatorSampleTests
{
    [Test]
    public async Task The_locations_of_a_task_are_all_in_the_table_also_when_loaded_twice()
    {
        var table = $"locations-{Guid.NewGuid():N}";
        using var dynamoDb = SharedCloud.Cloud.DynamoDb();
        await dynamoDb.CreateTableAsync(
            table,
            [new KeySchemaElement("task_id", KeyType.HASH), new KeySchemaElement("location_id", KeyType.RANGE)],
            [new AttributeDefinition("task_id", ScalarAttributeType.S), new AttributeDefinition("location_id", ScalarAttributeType.S)],
            new ProvisionedThroughput(1, 1));
        var locations = new SampleLocations(60, RowsPerState: 1);

        await StreamAggregatorSample.LoadAsync(dynamoDb, table, "task", locations.Ids, CancellationToken.None);
        await StreamAggregatorSample.LoadAsync(dynamoDb, table, "task", locations.Ids, CancellationToken.None);

        var found = await dynamoDb.QueryAsync(new QueryRequest(table)
        {
            KeyConditionExpression = "task_id = :task",
            ExpressionAttributeValues = new() { [":task"] = new AttributeValue("task") },
        });
        Assert.That(found.Items.Select(item => item["location_id"].S), Is.EqualTo(locations.Ids));
    }

    [Test]
    public void A_table_that_is_not_there_is_named()
    {
        using var dynamoDb = SharedCloud.Cloud.DynamoDb();

        Assert.That(
            () => StreamAggregatorSample.LoadAsync(dynamoDb, "no-locations", "task", ["a"], CancellationToken.None),
            Throws.TypeOf<SampleException>().With.Message.StartsWith("Not all locations were written to the table no-locations: "));
    }
}
