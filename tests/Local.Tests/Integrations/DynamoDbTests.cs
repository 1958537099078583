using System.Text.Json;

namespace Fanout.Tests.Local.Integrations;

public class DynamoDbTests
{
    private string _table = "";

    [SetUp]
    public async Task CreateAsync()
    {
        _table = $"table-{Guid.NewGuid():N}";
        await SharedCloud.CallAsync("aws-sdk:dynamodb:createTable", $$"""
            {"TableName": "{{_table}}", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
            """);
    }

    [Test]
    public async Task An_item_is_written_and_read_as_it_is()
    {
        const string item = """{"id":{"S":"1"},"tags":{"SS":["a"]},"on":{"BOOL":true}}""";
        var put = await SharedCloud.CallAsync("aws-sdk:dynamodb:putItem", $$"""{"TableName": "{{_table}}", "Item": {{item}} }""");
        var got = await SharedCloud.CallAsync(
            "dynamodb:getItem", $$"""{"TableName": "{{_table}}", "Key": {"id": {"S": "1"} } }""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(put.GetRawText(), Is.EqualTo("{}"));
            Assert.That(JsonElement.DeepEquals(got.GetProperty("Item"), JsonElement.Parse(item)), Is.True);
            Assert.That(got.GetProperty("SdkHttpMetadata").GetProperty("HttpStatusCode").GetInt32(), Is.EqualTo(200));
        }
    }

    [TestCase("dynamodb:")]
    [TestCase("aws-sdk:dynamodb:")]
    public async Task An_item_is_put_updated_and_deleted(string service)
    {
        const string key = """{"id":{"S":"1"}}""";
        await CallAsync("putItem", $$""" "Item": {{key}} """);
        var updated = await CallAsync("updateItem", $$"""
            "Key": {{key}}, "UpdateExpression": "SET n = :n", "ExpressionAttributeValues": {":n": {"N": "2"} }, "ReturnValues": "ALL_NEW"
            """);
        var read = await CallAsync("getItem", $$""" "Key": {{key}} """);
        await CallAsync("deleteItem", $$""" "Key": {{key}} """);
        var deleted = await CallAsync("getItem", $$""" "Key": {{key}} """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(updated.GetProperty("Attributes").GetRawText(), Is.EqualTo("""{"id":{"S":"1"},"n":{"N":"2"}}"""));
            Assert.That(read.GetProperty("Item").GetRawText(), Is.EqualTo("""{"id":{"S":"1"},"n":{"N":"2"}}"""));
            Assert.That(deleted.TryGetProperty("Item", out _), Is.False);
        }

        Task<JsonElement> CallAsync(string action, string arguments) =>
            SharedCloud.CallAsync(service + action, $$"""{"TableName": "{{_table}}", {{arguments}} }""");
    }

    [Test]
    public async Task Items_are_written_and_read_many_at_a_time()
    {
        await SharedCloud.CallAsync("aws-sdk:dynamodb:batchWriteItem", $$"""
            {"RequestItems": {"{{_table}}": [{"PutRequest": {"Item": {"id": {"S": "1"} } } }, {"PutRequest": {"Item": {"id": {"S": "2"} } } }]} }
            """);
        await SharedCloud.CallAsync("aws-sdk:dynamodb:transactWriteItems", $$"""
            {"TransactItems": [{"Put": {"TableName": "{{_table}}", "Item": {"id": {"S": "3"} } } }, {"Delete": {"TableName": "{{_table}}", "Key": {"id": {"S": "2"} } } }]}
            """);
        var scanned = await SharedCloud.CallAsync("aws-sdk:dynamodb:scan", $$"""{"TableName": "{{_table}}"}""");
        var queried = await SharedCloud.CallAsync("aws-sdk:dynamodb:query", $$"""
            {"TableName": "{{_table}}", "KeyConditionExpression": "id = :id", "ExpressionAttributeValues": {":id": {"S": "3"} } }
            """);
        var batch = await SharedCloud.CallAsync("aws-sdk:dynamodb:batchGetItem", $$"""
            {"RequestItems": {"{{_table}}": {"Keys": [{"id": {"S": "1"} }]} } }
            """);
        var transaction = await SharedCloud.CallAsync("aws-sdk:dynamodb:transactGetItems", $$"""
            {"TransactItems": [{"Get": {"TableName": "{{_table}}", "Key": {"id": {"S": "3"} } } }]}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                scanned.GetProperty("Items").EnumerateArray().Select(item => item.GetProperty("id").GetProperty("S").GetString()),
                Is.EquivalentTo(new[] { "1", "3" }));
            Assert.That(queried.GetProperty("Items").GetRawText(), Is.EqualTo("""[{"id":{"S":"3"}}]"""));
            Assert.That(batch.GetProperty("Responses").GetProperty(_table).GetRawText(), Is.EqualTo("""[{"id":{"S":"1"}}]"""));
            Assert.That(transaction.GetProperty("Responses").GetRawText(), Is.EqualTo("""[{"Item":{"id":{"S":"3"}}}]"""));
        }
    }

    [TestCase("dynamodb:getItem", "DynamoDB.ResourceNotFoundException", "(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: ")]
    [TestCase("aws-sdk:dynamodb:getItem", "DynamoDb.ResourceNotFoundException", "(Service: DynamoDb, Status Code: 400, Request ID: ")]
    public async Task A_table_that_is_missing_is_an_error_of_its_own(string resource, string error, string cause)
    {
        var failure = await SharedCloud.FailureAsync(resource, $$"""{"TableName": "{{_table}}-gone", "Key": {"id": {"S": "1"} } }""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo(error));
            Assert.That(failure.Cause, Does.Contain(cause));
        }
    }

    [Test]
    public void Only_some_actions_are_optimized() =>
        Assert.That(SharedCloud.Catalog.Resolve("arn:aws:states:::dynamodb:query"), Is.Null);
}
