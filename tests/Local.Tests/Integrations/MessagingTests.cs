using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.Integrations;

public class MessagingTests
{
    private string _queue = "";
    private string _topic = "";

    [SetUp]
    public async Task CreateAsync()
    {
        var cloud = SharedCloud.Cloud;
        var name = $"name-{Guid.NewGuid():N}";
        _queue = (await cloud.Json.CallAsync(
            "sqs", "AmazonSQS.CreateQueue", JsonElement.Parse($$"""{"QueueName": "{{name}}"}"""), cloud.Root, CancellationToken.None))
            .GetProperty("QueueUrl").GetString()!;
        _topic = (await cloud.Sns.CallAsync(
            "CreateTopic", JsonElement.Parse($$"""{"Name": "{{name}}"}"""), cloud.Root, CancellationToken.None))
            .GetProperty("TopicArn").GetString()!;
        await cloud.Sns.CallAsync(
            "Subscribe",
            JsonElement.Parse($$"""
                {"TopicArn": "{{_topic}}", "Protocol": "sqs", "Endpoint": "{{cloud.Account.Arn("sqs", name)}}", "Attributes": {"RawMessageDelivery": "true"} }
                """),
            cloud.Root,
            CancellationToken.None);
    }

    [Test]
    public async Task A_batch_is_published_and_each_entry_has_its_result()
    {
        var result = await SharedCloud.CallAsync("aws-sdk:sns:publishBatch", $$"""
            {"TopicArn": "{{_topic}}", "PublishBatchRequestEntries": [
                {"Id": "a", "Message": {"text": "ä & <b>"} },
                {"Id": "b", "Message": "plain", "MessageAttributes": {"kind": {"DataType": "String", "StringValue": "test"} } }]}
            """);
        var received = await SharedCloud.CallAsync(
            "aws-sdk:sqs:receiveMessage",
            $$"""{"QueueUrl": "{{_queue}}", "MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"]}""");
        var messages = received.GetProperty("Messages").EnumerateArray().OrderBy(message => message.GetProperty("Body").GetString()).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("Successful").EnumerateArray().Select(entry => entry.GetProperty("Id").GetString()), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(result.GetProperty("Successful")[0].GetProperty("MessageId").GetString(), Is.Not.Empty);
            Assert.That(result.GetProperty("Failed").EnumerateArray(), Is.Empty);
            Assert.That(messages.Select(message => message.GetProperty("Body").GetString()), Is.EqualTo(new[] { "plain", """{"text":"ä & <b>"}""" }).AsCollection);
            Assert.That(
                messages[0].GetProperty("MessageAttributes").GetProperty("kind").GetProperty("StringValue").GetString(), Is.EqualTo("test"));
            Assert.That(messages[0].GetProperty("Md5OfBody").GetString(), Is.EqualTo("ac7938d40cfc2307e2bf325d28e7884e"));
        }
    }

    [Test]
    public async Task A_batch_over_a_limit_is_refused_whole()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ErrorAsync([]), Is.EqualTo("Sns.EmptyBatchRequestException"));
            Assert.That(await ErrorAsync([.. Enumerable.Range(0, 11).Select(number => ($"{number}", "x"))]), Is.EqualTo("Sns.TooManyEntriesInBatchRequestException"));
            Assert.That(await ErrorAsync([("a", "x"), ("a", "y")]), Is.EqualTo("Sns.BatchEntryIdsNotDistinctException"));
            Assert.That(await ErrorAsync([("a", new string('ä', 131_072)), ("b", "x")]), Is.EqualTo("Sns.BatchRequestTooLongException"));
            Assert.That(await ErrorAsync([("a", new string('x', 262_143)), ("b", "x")]), Is.Null);
        }
    }

    [Test]
    public async Task A_message_over_the_limit_is_refused()
    {
        var arguments = new JsonObject { ["TopicArn"] = _topic, ["Message"] = new string('ä', 131_073) }.ToJsonString();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await SharedCloud.FailureAsync("aws-sdk:sns:publish", arguments)).Error, Is.EqualTo("Sns.InvalidParameterException"));
            Assert.That((await SharedCloud.FailureAsync("sns:publish", arguments)).Cause, Does.Match(
                @"^Invalid parameter: Message too long \(Service: AmazonSNS; Status Code: 400; Error Code: InvalidParameter; Request ID: [^;]+; Proxy: null\)$"));
        }
    }

    [TestCase("sns:publish", "SNS.NotFoundException", "Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: ")]
    [TestCase("aws-sdk:sns:publish", "Sns.NotFoundException", "Service: Sns, Status Code: 404, Request ID: ")]
    public async Task A_topic_that_is_missing_is_an_error_of_its_own(string resource, string error, string cause)
    {
        var failure = await SharedCloud.FailureAsync(resource, $$"""{"TopicArn": "{{_topic}}-gone", "Message": "m"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo(error));
            Assert.That(failure.Cause, Does.Contain($" does not exist ({cause}"));
        }
    }

    [Test]
    public async Task An_optimized_publish_adds_what_http_said()
    {
        var result = await SharedCloud.CallAsync("sns:publish", $$"""{"TopicArn": "{{_topic}}", "Message": "m"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("MessageId").GetString(), Is.Not.Empty);
            Assert.That(result.GetProperty("SdkHttpMetadata").GetProperty("HttpStatusCode").GetInt32(), Is.EqualTo(200));
            Assert.That(result.GetProperty("SdkResponseMetadata").GetProperty("RequestId").GetString(), Is.Not.Empty);
        }
    }

    [Test]
    public async Task A_message_is_deleted_by_its_receipt()
    {
        await SharedCloud.CallAsync("aws-sdk:sqs:sendMessage", $$"""{"QueueUrl": "{{_queue}}", "MessageBody": "x"}""");
        var received = await SharedCloud.CallAsync("aws-sdk:sqs:receiveMessage", $$"""{"QueueUrl": "{{_queue}}"}""");
        var receipt = received.GetProperty("Messages")[0].GetProperty("ReceiptHandle").GetString();
        await SharedCloud.CallAsync(
            "aws-sdk:sqs:deleteMessage", new JsonObject { ["QueueUrl"] = _queue, ["ReceiptHandle"] = receipt }.ToJsonString());

        var count = await SharedCloud.CallAsync(
            "aws-sdk:sqs:getQueueAttributes", $$"""{"QueueUrl": "{{_queue}}", "AttributeNames": ["ApproximateNumberOfMessagesNotVisible"]}""");

        Assert.That(count.GetProperty("Attributes").GetProperty("ApproximateNumberOfMessagesNotVisible").GetString(), Is.EqualTo("0"));
    }

    [Test]
    public async Task Messages_are_sent_received_counted_and_deleted()
    {
        var sdk = await SharedCloud.CallAsync("aws-sdk:sqs:sendMessage", $$"""{"QueueUrl": "{{_queue}}", "MessageBody": {"a": 1} }""");
        var optimized = await SharedCloud.CallAsync("sqs:sendMessage", $$"""{"QueueUrl": "{{_queue}}", "MessageBody": "x"}""");
        var batch = await SharedCloud.CallAsync("aws-sdk:sqs:sendMessageBatch", $$"""
            {"QueueUrl": "{{_queue}}", "Entries": [{"Id": "e", "MessageBody": "x"}]}
            """);
        var count = await SharedCloud.CallAsync(
            "aws-sdk:sqs:getQueueAttributes", $$"""{"QueueUrl": "{{_queue}}", "AttributeNames": ["ApproximateNumberOfMessages"]}""");
        var received = await SharedCloud.CallAsync("aws-sdk:sqs:receiveMessage", $$"""{"QueueUrl": "{{_queue}}", "MaxNumberOfMessages": 10}""");
        var entries = new JsonArray([.. received.GetProperty("Messages").EnumerateArray().Select((message, index) => new JsonObject
        {
            ["Id"] = $"{index}",
            ["ReceiptHandle"] = message.GetProperty("ReceiptHandle").GetString(),
        })]);
        var deleted = await SharedCloud.CallAsync(
            "aws-sdk:sqs:deleteMessageBatch", new JsonObject { ["QueueUrl"] = _queue, ["Entries"] = entries }.ToJsonString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(sdk.GetProperty("Md5OfMessageBody").GetString(), Is.EqualTo("bb6cb5c68df4652941caf652a366f2d8"));
            Assert.That(optimized.GetProperty("MD5OfMessageBody").GetString(), Is.EqualTo("9dd4e461268c8034f5c8564e155c67a6"));
            Assert.That(batch.GetProperty("Successful")[0].GetProperty("Md5OfMessageBody").GetString(), Is.EqualTo("9dd4e461268c8034f5c8564e155c67a6"));
            Assert.That(count.GetProperty("Attributes").GetProperty("ApproximateNumberOfMessages").GetString(), Is.EqualTo("3"));
            Assert.That(received.GetProperty("Messages").GetArrayLength(), Is.EqualTo(3));
            Assert.That(deleted.GetProperty("Successful").GetArrayLength(), Is.EqualTo(3));
        }
    }

    [Test]
    public async Task A_queue_is_drained_to_the_last_of_more_messages_than_one_call_gives()
    {
        for (var number = 0; number < 25; number++)
        {
            await SharedCloud.CallAsync("aws-sdk:sqs:sendMessage", $$"""{"QueueUrl": "{{_queue}}", "MessageBody": "{{number}}"}""");
        }

        var first = await SharedCloud.Cloud.DrainQueueAsync(_queue);
        var second = await SharedCloud.Cloud.DrainQueueAsync(_queue);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.EquivalentTo(Enumerable.Range(0, 25).Select(number => $"{number}")));
            Assert.That(second, Is.Empty);
        }
    }

    [TestCase("sqs:sendMessage", "SQS.QueueDoesNotExistException")]
    [TestCase("aws-sdk:sqs:sendMessage", "Sqs.QueueDoesNotExistException")]
    public async Task A_queue_that_is_missing_is_an_error_of_its_own(string resource, string error) => Assert.That(
        (await SharedCloud.FailureAsync(resource, $$"""{"QueueUrl": "{{_queue}}-gone", "MessageBody": "x"}""")).Error, Is.EqualTo(error));

    [Test]
    public async Task A_wrong_member_of_an_argument_is_refused()
    {
        var failure = await SharedCloud.FailureAsync(
            "aws-sdk:sns:publishBatch", $$"""{"TopicArn": "{{_topic}}", "PublishBatchRequestEntries": [{"Id": "a", "Mesage": "x"}]}""");

        Assert.That(failure.Cause, Does.StartWith("The argument 'PublishBatchRequestEntries[0].Mesage' is not supported; allowed in"));
    }

    private async Task<string?> ErrorAsync((string Id, string Message)[] entries)
    {
        var arguments = new JsonObject
        {
            ["TopicArn"] = _topic,
            ["PublishBatchRequestEntries"] = new JsonArray(
                [.. entries.Select(entry => new JsonObject { ["Id"] = entry.Id, ["Message"] = entry.Message })]),
        };
        try
        {
            await SharedCloud.CallAsync("aws-sdk:sns:publishBatch", arguments.ToJsonString());
            return null;
        }
        catch (TaskFailedException failure)
        {
            return failure.Error;
        }
    }
}
