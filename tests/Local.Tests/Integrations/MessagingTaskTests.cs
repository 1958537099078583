using System.Collections.Concurrent;
using System.Text.Json;
using Fanout.Local.Cloud;

namespace Fanout.Tests.Local.Integrations;

public class MessagingTaskTests
{
    private const int MessageLimit = 262_144;

    private LocalCloud _cloud = null!;
    private string _topic = null!;
    private string _queue = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _cloud = await SharedCloud.GetAsync();
        var name = SharedCloud.NewName("tasks");
        var topic = await _cloud.Sns.CallAsync(
            "CreateTopic", JsonSerializer.SerializeToElement(new { Name = name }), _cloud.Root, CancellationToken.None);
        _topic = topic.GetProperty("TopicArn").GetString()!;
        await _cloud.Sqs.CreateAsync(name, new Dictionary<string, string>(), CancellationToken.None);
        _queue = new Uri(_cloud.Gateway.Endpoint, $"{AwsAccount.Id}/{name}").AbsoluteUri;
    }

    [Test]
    public async Task A_batch_is_published_and_each_accepted_message_is_told_once()
    {
        var published = new ConcurrentBag<string>();
        using var observer = _cloud.Gateway.ObserveMessages(_topic, published.Add);
        var texts = new[] { "plain", "a&b=c+d %41 é 🎉", """{"a":"<x>"}""" };

        var result = await Tasks.CallAsync("aws-sdk:sns:publishBatch", Batch([.. texts.Select((text, number) => Entry($"e{number}", text))]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                result.GetProperty("Successful").EnumerateArray().Select(entry => entry.GetProperty("Id").GetString()),
                Is.EquivalentTo(new[] { "e0", "e1", "e2" }));
            Assert.That(
                result.GetProperty("Successful").EnumerateArray().Select(entry => entry.GetProperty("MessageId").GetString()), Is.Unique);
            Assert.That(result.GetProperty("Failed").GetArrayLength(), Is.Zero);
            Assert.That(published, Is.EquivalentTo(texts));
        }
    }

    [Test]
    public async Task Entries_that_the_service_refuses_are_in_the_list_of_failures_and_are_not_told()
    {
        var published = new ConcurrentBag<string>();
        using var observer = _cloud.Gateway.ObserveMessages(_topic, published.Add);
        using var fault = _cloud.Gateway.Intercept(request => request.Operation == "PublishBatch" && request.Form["TopicArn"] == _topic
            ? new AwsAnswer(200, "text/xml", """
                <PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>
                <Successful><member><Id>good</Id><MessageId>m</MessageId></member></Successful>
                <Failed><member><Id>bad</Id><Code>InternalError</Code><Message>Try again.</Message><SenderFault>false</SenderFault></member></Failed>
                </PublishBatchResult></PublishBatchResponse>
                """)
            : null);

        var result = await Tasks.CallAsync("aws-sdk:sns:publishBatch", Batch(Entry("good", "1"), Entry("bad", "2")));

        using (Assert.EnterMultipleScope())
        {
            var failed = result.GetProperty("Failed").EnumerateArray().Single();
            Assert.That(failed.GetProperty("Id").GetString(), Is.EqualTo("bad"));
            Assert.That(failed.GetProperty("Code").GetString(), Is.EqualTo("InternalError"));
            Assert.That(failed.GetProperty("Message").GetString(), Is.EqualTo("Try again."));
            Assert.That(failed.GetProperty("SenderFault").GetBoolean(), Is.False);
            Assert.That(published, Is.EqualTo(new[] { "1" }));
        }
    }

    [Test]
    public void The_limits_of_a_batch_are_those_of_the_service()
    {
        var half = new string('x', MessageLimit / 2);
        var empty = Tasks.Failure("aws-sdk:sns:publishBatch", Batch());
        var eleven = Tasks.Failure("aws-sdk:sns:publishBatch", Batch([.. Enumerable.Range(0, 11).Select(number => Entry($"e{number}", "x"))]));
        var twice = Tasks.Failure("aws-sdk:sns:publishBatch", Batch(Entry("same", "x"), Entry("same", "y")));
        var large = Tasks.Failure("aws-sdk:sns:publishBatch", Batch(Entry("a", half), Entry("b", half + "x")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(empty.Error, Is.EqualTo("Sns.EmptyBatchRequestException"));
            Assert.That(eleven.Error, Is.EqualTo("Sns.TooManyEntriesInBatchRequestException"));
            Assert.That(twice.Error, Is.EqualTo("Sns.BatchEntryIdsNotDistinctException"));
            Assert.That(large.Error, Is.EqualTo("Sns.BatchRequestTooLongException"));
            Assert.That(large.Cause, Does.Contain("(Service: Sns, Status Code: 400, Request ID: "));
            Assert.That(
                async () => await Tasks.CallAsync("aws-sdk:sns:publishBatch", Batch(Entry("a", half), Entry("b", half))), Throws.Nothing);
        }
    }

    [Test]
    public async Task A_message_is_counted_in_bytes_and_one_too_many_is_refused()
    {
        var fits = new string('ü', MessageLimit / 2);
        var result = await Tasks.CallAsync("sns:publish", new { TopicArn = _topic, Message = fits });
        var failure = Tasks.Failure("sns:publish", new { TopicArn = _topic, Message = fits + "x" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guid.TryParse(result.GetProperty("MessageId").GetString(), out _), Is.True);
            Assert.That(result.GetProperty("SdkHttpMetadata").GetProperty("HttpStatusCode").GetInt32(), Is.EqualTo(200));
            Assert.That(failure.Error, Is.EqualTo("SNS.InvalidParameterException"));
            Assert.That(failure.Cause, Does.StartWith("Invalid parameter: Message too long (Service: AmazonSNS; Status Code: 400; Error Code: InvalidParameter; Request ID: "));
        }
    }

    [Test]
    public async Task A_message_that_is_an_object_is_published_as_its_json()
    {
        var published = new ConcurrentBag<string>();
        using var observer = _cloud.Gateway.ObserveMessages(_topic, published.Add);

        await Tasks.CallAsync("sns:publish", new { TopicArn = _topic, Message = new { Message = "Grüße!" } });

        Assert.That(published, Is.EqualTo(new[] { """{"Message":"Grüße!"}""" }));
    }

    [Test]
    public void A_missing_topic_is_named_as_each_kind_of_integration_names_it()
    {
        var arn = _cloud.Account.Arn("sns", SharedCloud.NewName("missing"));
        var optimized = Tasks.Failure("sns:publish", new { TopicArn = arn, Message = "x" });
        var sdk = Tasks.Failure("aws-sdk:sns:publish", new { TopicArn = arn, Message = "x" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(optimized.Error, Is.EqualTo("SNS.NotFoundException"));
            Assert.That(optimized.Cause, Does.Contain(" does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: "));
            Assert.That(sdk.Error, Is.EqualTo("Sns.NotFoundException"));
            Assert.That(sdk.Cause, Does.Contain(" does not exist (Service: Sns, Status Code: 404, Request ID: "));
        }
    }

    [Test]
    public async Task A_message_is_sent_with_the_digests_name_of_each_kind_of_integration()
    {
        var optimized = await Tasks.CallAsync("sqs:sendMessage", new { QueueUrl = _queue, MessageBody = "test_message_body" });
        var sdk = await Tasks.CallAsync("aws-sdk:sqs:sendMessage", new { QueueUrl = _queue, MessageBody = new { n = 1 } });
        var received = await Tasks.CallAsync("aws-sdk:sqs:receiveMessage", new { QueueUrl = _queue, MaxNumberOfMessages = 10 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(optimized.GetProperty("MD5OfMessageBody").GetString(), Has.Length.EqualTo(32));
            Assert.That(optimized.GetProperty("SdkHttpMetadata").GetProperty("HttpStatusCode").GetInt32(), Is.EqualTo(200));
            Assert.That(sdk.GetProperty("Md5OfMessageBody").GetString(), Has.Length.EqualTo(32));
            Assert.That(
                received.GetProperty("Messages").EnumerateArray().Select(message => message.GetProperty("Body").GetString()),
                Is.EquivalentTo(new[] { "test_message_body", """{"n":1}""" }));
            Assert.That(received.GetProperty("Messages")[0].TryGetProperty("Md5OfBody", out _), Is.True);
        }
    }

    [Test]
    public async Task Batches_of_a_queue_tell_what_succeeded_and_deleted_messages_are_gone()
    {
        var sent = await Tasks.CallAsync("aws-sdk:sqs:sendMessageBatch", new
        {
            QueueUrl = _queue,
            Entries = new[] { new { Id = "a", MessageBody = "1" }, new { Id = "b", MessageBody = "2" } },
        });
        var received = await Tasks.CallAsync("aws-sdk:sqs:receiveMessage", new { QueueUrl = _queue, MaxNumberOfMessages = 10 });
        var deleted = await Tasks.CallAsync("aws-sdk:sqs:deleteMessageBatch", new
        {
            QueueUrl = _queue,
            Entries = received.GetProperty("Messages").EnumerateArray().Select((message, number) =>
                new { Id = $"{number}", ReceiptHandle = message.GetProperty("ReceiptHandle").GetString() }),
        });
        var attributes = await Tasks.CallAsync(
            "aws-sdk:sqs:getQueueAttributes", new { QueueUrl = _queue, AttributeNames = new[] { "All" } });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Ids(sent), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(Ids(deleted), Is.EqualTo(new[] { "0", "1" }));
            Assert.That(attributes.GetProperty("Attributes").GetProperty("ApproximateNumberOfMessages").GetString(), Is.EqualTo("0"));
            Assert.That(attributes.GetProperty("Attributes").GetProperty("ApproximateNumberOfMessagesNotVisible").GetString(), Is.EqualTo("0"));
        }
    }

    [Test]
    public async Task A_queue_is_drained_to_the_last_of_more_messages_than_one_call_gives()
    {
        for (var number = 0; number < 25; number++)
        {
            await Tasks.CallAsync("aws-sdk:sqs:sendMessage", new { QueueUrl = _queue, MessageBody = $"{number}" });
        }

        var first = await _cloud.Sqs.DrainAsync(_queue, CancellationToken.None);
        var second = await _cloud.Sqs.DrainAsync(_queue, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.EquivalentTo(Enumerable.Range(0, 25).Select(number => $"{number}")));
            Assert.That(second, Is.Empty);
        }
    }

    [Test]
    public void A_missing_queue_is_named_as_each_kind_of_integration_names_it()
    {
        var url = new Uri(_cloud.Gateway.Endpoint, $"{AwsAccount.Id}/missing").AbsoluteUri;
        var optimized = Tasks.Failure("sqs:sendMessage", new { QueueUrl = url, MessageBody = "x" });
        var sdk = Tasks.Failure("aws-sdk:sqs:sendMessage", new { QueueUrl = url, MessageBody = "x" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(optimized.Error, Is.EqualTo("SQS.QueueDoesNotExistException"));
            Assert.That(sdk.Error, Is.EqualTo("Sqs.QueueDoesNotExistException"));
            Assert.That(sdk.Cause, Does.Contain("(Service: Sqs, Status Code: 400, Request ID: "));
        }
    }

    private static IEnumerable<string?> Ids(JsonElement answer) =>
        answer.GetProperty("Successful").EnumerateArray().Select(entry => entry.GetProperty("Id").GetString());

    private object Batch(params object[] entries) => new { TopicArn = _topic, PublishBatchRequestEntries = entries };

    private static object Entry(string id, string message) => new { Id = id, Message = message };
}
