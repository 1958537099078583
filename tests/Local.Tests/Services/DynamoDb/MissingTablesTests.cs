namespace Fanout.Tests.Local.Services.DynamoDb;

public class MissingTablesTests
{
    private string _table = "";

    [SetUp]
    public void Name() => _table = DataServices.NewName();

    // What a client, such as the AWS provider, knows a missing table by.
    [TestCase("DescribeTable", "", "Table: TABLE")]
    [TestCase("DeleteTable", "", "Table: TABLE")]
    [TestCase("UpdateTable", """, "DeletionProtectionEnabled": false""", "Table: TABLE")]
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
}
