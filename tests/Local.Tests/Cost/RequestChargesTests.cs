using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cost;

namespace Fanout.Tests.Local.Cost;

public class RequestChargesTests
{
    private static readonly string Item1100Bytes = $$$"""{"k":{"S":"{{{new string('x', 1099)}}}"}}""";

    [TestCase("PutObject", "S3: PUT, COPY, POST and LIST requests")]
    [TestCase("ListObjectsV2", "S3: PUT, COPY, POST and LIST requests")]
    [TestCase("CompleteMultipartUpload", "S3: PUT, COPY, POST and LIST requests")]
    [TestCase("GetObject", "S3: GET and other requests")]
    [TestCase("HeadObject", "S3: GET and other requests")]
    public void Requests_of_S3_have_two_prices(string operation, string name) =>
        Assert.That(Of("s3", operation), Is.EqualTo(new[] { (name, 1m) }));

    [TestCase("DeleteObject")]
    [TestCase("DeleteObjects")]
    [TestCase("AbortMultipartUpload")]
    public void Deleting_costs_nothing(string operation) => Assert.That(Of("s3", operation), Is.Empty);

    [Test]
    public void A_batch_of_messages_is_billed_by_64_KB_of_all_of_them()
    {
        var form = new Dictionary<string, string>
        {
            ["TopicArn"] = new string('t', 60_000),
            ["PublishBatchRequestEntries.member.1.Id"] = "1",
            ["PublishBatchRequestEntries.member.1.Message"] = new string('m', 40_000),
            ["PublishBatchRequestEntries.member.2.Message"] = new string('m', 40_000),
        };

        Assert.That(Of("sns", "PublishBatch", form: form), Is.EqualTo(new[] { ("SNS: requests of 64 KB", 2m) }));
        Assert.That(Of("sns", "Subscribe", form: form), Is.Empty);
    }

    [Test]
    public void Each_request_to_a_queue_is_billed_by_64_KB_of_its_messages()
    {
        var message = new string('m', 40_000);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Of("sqs", "SendMessageBatch", $$$"""{"Entries":[{"Id":"1","MessageBody":"{{{message}}}"},{"Id":"2","MessageBody":"{{{message}}}"}]}"""),
                Is.EqualTo(new[] { ("SQS: requests of 64 KB", 2m) }));
            Assert.That(Of("sqs", "ReceiveMessage", "{}", $$$"""{"Messages":[{"Body":"{{{message}}}"},{"Body":"{{{message}}}"}]}"""), Is.EqualTo(new[] { ("SQS: requests of 64 KB", 2m) }));
            Assert.That(Of("sqs", "ReceiveMessage", "{}", "{}"), Is.EqualTo(new[] { ("SQS: requests of 64 KB", 1m) }));
        }
    }

    [Test]
    public void Writes_are_billed_by_the_size_of_each_item()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Units("PutItem", $$$"""{"Item":{{{Item1100Bytes}}}}""", "{}"), Is.EqualTo((2m, 0m)));
            Assert.That(
                Units(
                    "BatchWriteItem",
                    $$$"""{"RequestItems":{"a":[{"PutRequest":{"Item":{{{Item1100Bytes}}} } },{"DeleteRequest":{"Key":{"k":{"S":"x"} } } }],"b":[{"PutRequest":{"Item":{{{Item1100Bytes}}} } }]}}""",
                    $$$"""{"UnprocessedItems":{"b":[{"PutRequest":{"Item":{{{Item1100Bytes}}} } }]}}"""),
                Is.EqualTo((3m, 0m)));
            Assert.That(
                Units("TransactWriteItems", $$$"""{"TransactItems":[{"Put":{"Item":{{{Item1100Bytes}}} } },{"ConditionCheck":{"Key":{"k":{"S":"x"} } } }]}""", "{}"), Is.EqualTo((6m, 0m)));
            Assert.That(
                Units("UpdateItem", $$$"""{"Key":{"k":{"S":"x"}},"ExpressionAttributeValues":{":v":{"S":"{{{new string('v', 1023)}}}"} } }""", "{}"), Is.EqualTo((2m, 0m)));
        }
    }

    [Test]
    public void Reads_are_billed_by_what_a_page_read_and_half_where_they_may_be_stale()
    {
        var items = string.Join(',', Enumerable.Repeat(Item1100Bytes, 5));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Units("GetItem", """{"ConsistentRead":true}""", $$$"""{"Item":{{{Item1100Bytes}}}}"""), Is.EqualTo((0m, 1m)));
            Assert.That(Units("GetItem", "{}", "{}"), Is.EqualTo((0m, 0.5m)));
            Assert.That(Units("Query", "{}", $$$"""{"Items":[{{{items}}}],"Count":5,"ScannedCount":5}"""), Is.EqualTo((0m, 1m)));
            Assert.That(Units("Scan", """{"ConsistentRead":true}""", $$$"""{"Items":[{{{items}}}],"Count":5,"ScannedCount":10}"""), Is.EqualTo((0m, 3m)));
            Assert.That(Units("Query", "{}", """{"Count":0,"ScannedCount":0}"""), Is.EqualTo((0m, 0.5m)));
            Assert.That(
                Units("BatchGetItem", """{"RequestItems":{"a":{"ConsistentRead":true},"b":{}}}""", $$$"""{"Responses":{"a":[{{{items}}}],"b":[{{{items}}}]}}"""),
                Is.EqualTo((0m, 7.5m)));
            Assert.That(Units("TransactGetItems", "{}", $$$"""{"Responses":[{"Item":{{{Item1100Bytes}}}},{}]}"""), Is.EqualTo((0m, 4m)));
        }
    }

    [TestCase("lambda", "Invoke")]
    [TestCase("states", "StartExecution")]
    [TestCase("dynamodb", "DescribeTable")]
    public void Other_requests_cost_nothing(string service, string operation) => Assert.That(Of(service, operation, "{}", "{}"), Is.Empty);

    private static (decimal Writes, decimal Reads) Units(string operation, string body, string answer)
    {
        var charges = Of("dynamodb", operation, JsonNode.Parse(body)!.ToJsonString(), answer).ToDictionary(charge => charge.Name, charge => charge.Quantity);
        return (charges.GetValueOrDefault(Prices.DynamoDbWrite.Name), charges.GetValueOrDefault(Prices.DynamoDbRead.Name));
    }

    private static (string Name, decimal Quantity)[] Of(
        string service, string operation, string body = "", string answer = "", Dictionary<string, string>? form = null) =>
        [.. RequestCharges.Of(new AwsRequest("key", service, operation, "/", form ?? []), body, answer).Select(charge => (charge.Price.Name, charge.Quantity))];
}
