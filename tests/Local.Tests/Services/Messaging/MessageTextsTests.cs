using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;

namespace Fanout.Tests.Local.Services.Messaging;

public sealed class MessageTextsTests
{
    private const string Allowed = "the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].";

    private LocalCloud _cloud = null!;
    private string _queue = "";
    private string _topic = "";

    [SetUp]
    public async Task CreateAsync()
    {
        _cloud = await DataServices.CloudAsync();
        var name = DataServices.NewName();
        _queue = (await DataServices.CallAsync("sqs", "AmazonSQS.CreateQueue", JsonSerializer.Serialize(new { QueueName = name }))).GetProperty("QueueUrl").GetString()!;
        _topic = (await SnsAsync("CreateTopic", new { Name = name })).GetProperty("TopicArn").GetString()!;
    }

    [TestCase("", "MissingParameter", "The request must contain the parameter MessageBody.")]
    [TestCase("a\u0001", "InvalidMessageContents", $"Invalid binary character '#x1' was found in the message body, {Allowed}")]
    [TestCase("\0", "InvalidMessageContents", $"Invalid binary character '#x0' was found in the message body, {Allowed}")]
    [TestCase("\uFFFF", "InvalidMessageContents", $"Invalid binary character '#xFFFF' was found in the message body, {Allowed}")]
    public async Task A_queue_takes_no_empty_message_and_no_character_that_XML_has_not(string body, string code, string message)
    {
        var refusal = await Assert.ThrowsAsync<AwsErrorException>(() => SendAsync("SendMessage", new { QueueUrl = _queue, MessageBody = body }));

        Assert.That((refusal!.Code, refusal.Message), Is.EqualTo((code, message)));
    }

    [TestCase("a\t\r\n \u007F\uD7FF\uE000\uFFFD\U00010000\U0010FFFF")]
    public async Task A_queue_takes_every_other_character(string body)
    {
        await SendAsync("SendMessage", new { QueueUrl = _queue, MessageBody = body });

        Assert.That(await BodiesAsync(), Is.EqualTo(new[] { body }));
    }

    [Test]
    public async Task Of_a_batch_the_messages_are_sent_that_can_be()
    {
        var result = await SendAsync("SendMessageBatch", new
        {
            QueueUrl = _queue,
            Entries = new[] { new { Id = "a", MessageBody = "one" }, new { Id = "b", MessageBody = "\u0002" }, new { Id = "c", MessageBody = "two" } },
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("Successful").EnumerateArray().Select(entry => entry.GetProperty("Id").GetString()), Is.EqualTo(new[] { "a", "c" }));
            Assert.That(
                result.GetProperty("Failed").EnumerateArray().Select(entry => (
                    entry.GetProperty("Id").GetString(), entry.GetProperty("Code").GetString(), entry.GetProperty("SenderFault").GetBoolean())),
                Is.EqualTo(new[] { ("b", "InvalidMessageContents", true) }));
            Assert.That(await BodiesAsync(), Is.EquivalentTo(new[] { "one", "two" }));
        }
    }

    [Test]
    public async Task A_batch_of_nothing_else_sends_nothing()
    {
        var result = await SendAsync("SendMessageBatch", new { QueueUrl = _queue, Entries = new[] { new { Id = "b", MessageBody = "\u0002" } } });

        Assert.That((result.GetProperty("Successful").GetArrayLength(), result.GetProperty("Failed").GetArrayLength()), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_batch_with_an_empty_message_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<AwsErrorException>(() => SendAsync("SendMessageBatch", new
        {
            QueueUrl = _queue,
            Entries = new[] { new { Id = "a", MessageBody = "one" }, new { Id = "b", MessageBody = "" } },
        }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refusal!.Code, refusal.Message), Is.EqualTo(("MissingParameter", "The request must contain the parameter SendMessageBatchRequestEntry.2.MessageBody.")));
            Assert.That(await BodiesAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task A_topic_takes_no_empty_message()
    {
        var one = await Assert.ThrowsAsync<AwsErrorException>(() => SnsAsync("Publish", new { TopicArn = _topic, Message = "" }));
        var batch = await Assert.ThrowsAsync<AwsErrorException>(() => SnsAsync("PublishBatch", new
        {
            TopicArn = _topic,
            PublishBatchRequestEntries = new[] { new { Id = "a", Message = "one" }, new { Id = "b", Message = "" } },
        }));

        Assert.That(
            new[] { one!, batch! }.Select(refusal => (refusal.Code, refusal.Message)),
            Is.All.EqualTo(("InvalidParameter", "Invalid parameter: Empty message")));
    }

    [Test]
    public async Task A_topic_takes_any_other() =>
        Assert.That((await SnsAsync("Publish", new { TopicArn = _topic, Message = " " })).GetProperty("MessageId").GetString(), Is.Not.Empty);

    private static Task<JsonElement> SendAsync(string operation, object request) =>
        DataServices.CallAsync("sqs", $"AmazonSQS.{operation}", JsonSerializer.Serialize(request));

    private Task<JsonElement> SnsAsync(string action, object arguments) =>
        _cloud.Sns.CallAsync(action, JsonSerializer.SerializeToElement(arguments), _cloud.Root, CancellationToken.None);

    private async Task<IEnumerable<string?>> BodiesAsync()
    {
        var answer = await SendAsync("ReceiveMessage", new { QueueUrl = _queue, MaxNumberOfMessages = 10 });
        return answer.TryGetProperty("Messages", out var messages)
            ? [.. messages.EnumerateArray().Select(message => message.GetProperty("Body").GetString())]
            : [];
    }
}
