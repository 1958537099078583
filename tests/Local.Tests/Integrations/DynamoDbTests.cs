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

    [TestCase("dynamodb:getItem", "DynamoDB.ResourceNotFoundException", "(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: ")]
    [TestCase("aws-sdk:dynamodb:getItem", "DynamoDb.ResourceNotFoundException", "(Service: DynamoDb, Status Code: 400, Request ID: ")]
    public void A_table_that_is_missing_is_an_error_of_its_own(string resource, string error, string cause)
    {
        var failure = SharedCloud.Failure(resource, $$"""{"TableName": "{{_table}}-gone", "Key": {"id": {"S": "1"} } }""");

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
