using System.Text.Json;

namespace Fanout.Tests.Local.Services.DynamoDb;

public class TableManagementTests
{
    private string _table = "";

    [SetUp]
    public void Name() => _table = DataServices.NewName();

    // What a client, such as the AWS provider, knows a missing table by.
    [TestCase("DescribeTable", "", "Table: TABLE")]
    [TestCase("DeleteTable", "", "Table: TABLE")]
    [TestCase("DescribeTimeToLive", "", "Table: TABLE")]
    [TestCase("UpdateTimeToLive", """, "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "until"}""", "Table: TABLE")]
    [TestCase("ListTagsOfResource", "", "ResourcArn: arn:aws:dynamodb:us-east-1:123456789012:table/TABLE")]
    [TestCase("TagResource", """, "Tags": [{"Key": "team", "Value": "a"}]""", "ResourcArn: arn:aws:dynamodb:us-east-1:123456789012:table/TABLE")]
    [TestCase("UntagResource", """, "TagKeys": ["team"]""", "ResourcArn: arn:aws:dynamodb:us-east-1:123456789012:table/TABLE")]
    public async Task Of_a_table_that_is_not_there_is_said_so(string operation, string more, string what) => Assert.That(
        await DataServices.RefusalAsync(
            "dynamodb",
            $"DynamoDB_20120810.{operation}",
            $$"""{"{{(what[0] == 'T' ? "TableName" : "ResourceArn")}}": "{{what.Split(": ")[1].Replace("TABLE", _table)}}"{{more}}}"""),
        Is.EqualTo($"ResourceNotFoundException: Requested resource not found: {what.Replace("TABLE", _table)} not found"));

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

    [Test]
    public async Task A_table_that_is_there_is_deleted_and_its_items_expire()
    {
        await CallAsync("CreateTable", $$"""
            {
              "TableName": "{{_table}}", "BillingMode": "PAY_PER_REQUEST",
              "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]
            }
            """);

        await CallAsync("UpdateTimeToLive", $$"""{"TimeToLiveSpecification": {"Enabled": true, "AttributeName": "until"}, "TableName": "{{_table}}"}""");

        var expiry = await CallAsync("DescribeTimeToLive", $$"""{"TableName": "{{_table}}"}""");
        var deleted = await CallAsync("DeleteTable", $$"""{"TableName": "{{_table}}"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(expiry.GetProperty("TimeToLiveDescription").GetProperty("AttributeName").GetString(), Is.EqualTo("until"));
            Assert.That(deleted.GetProperty("TableDescription").GetProperty("TableName").GetString(), Is.EqualTo(_table));
        }
    }

    private string Arn => $"arn:aws:dynamodb:us-east-1:123456789012:table/{_table}";

    private static Task<JsonElement> CallAsync(string operation, string arguments) =>
        DataServices.CallAsync("dynamodb", $"DynamoDB_20120810.{operation}", arguments);
}
