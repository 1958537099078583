using System.Text.Json;

namespace Fanout.Tests.Local.Services.DynamoDb;

public class TableTagsTests
{
    private string _table = "";

    [SetUp]
    public void Name() => _table = DataServices.NewName();

    [Test]
    public async Task A_tag_has_one_value_the_last_that_it_was_given()
    {
        await CallAsync("CreateTable", $$"""
            {
              "TableName": "{{_table}}", "BillingMode": "PAY_PER_REQUEST", "Tags": [{"Key": "stack", "Value": "dev"}, {"Key": "team", "Value": "a"}],
              "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]
            }
            """);

        await CallAsync("TagResource", $$"""{"ResourceArn": "{{Arn}}", "Tags": [{"Key": "team", "Value": "b"}, {"Key": "cost", "Value": "1"}]}""");
        await CallAsync("UntagResource", $$"""{"ResourceArn": "{{Arn}}", "TagKeys": ["cost", "other"]}""");

        var tags = (await CallAsync("ListTagsOfResource", $$"""{"ResourceArn": "{{Arn}}"}""")).GetProperty("Tags").EnumerateArray();
        Assert.That(tags.Select(tag => $"{tag.GetProperty("Key")}={tag.GetProperty("Value")}"), Is.EquivalentTo(["stack=dev", "team=b"]));
    }

    private string Arn => $"arn:aws:dynamodb:us-east-1:123456789012:table/{_table}";

    private static Task<JsonElement> CallAsync(string operation, string arguments) =>
        DataServices.CallAsync("dynamodb", $"DynamoDB_20120810.{operation}", arguments);
}
