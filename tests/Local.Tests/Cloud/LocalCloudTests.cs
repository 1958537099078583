using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;

namespace Fanout.Tests.Local.Cloud;

/// <summary>The gateway in front of the real emulator; each test has resources of its own.</summary>
public class LocalCloudTests
{
    private LocalCloud? _cloud;

    [OneTimeSetUp]
    public async Task StartAsync() => _cloud = await LocalCloud.StartAsync(
        new LocalCloudOptions(new AwsAccount("us-east-1"), Emulator: null, Port: 0, TestContext.Progress), CancellationToken.None);

    [OneTimeTearDown]
    public async Task StopAsync() => await (_cloud?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task Objects_are_written_listed_and_read_with_every_byte()
    {
        using var s3 = _cloud!.S3();
        await s3.PutBucketAsync("objects");
        byte[] bytes = [0xFF, 0x00, 0xC3, 0x28];
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = "objects",
            Key = "a b/ü+%.bin",
            InputStream = new MemoryStream(bytes),
            ContentType = "text/csv",
            UseChunkEncoding = false,
        });

        var listed = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "objects" });
        using var read = await s3.GetObjectAsync("objects", "a b/ü+%.bin");
        using var content = new MemoryStream();
        await read.ResponseStream.CopyToAsync(content);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.S3Objects.Select(found => found.Key), Is.EqualTo(new[] { "a b/ü+%.bin" }));
            Assert.That(content.ToArray(), Is.EqualTo(bytes));
            Assert.That(read.Headers.ContentType, Is.EqualTo("text/csv"));
        }
    }

    [Test]
    public async Task An_sdk_reads_the_slow_down_of_every_tenth_read()
    {
        using var s3 = _cloud!.S3(_cloud.Root, retries: 0);
        await s3.PutBucketAsync("slow");
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "slow", Key = "k", ContentBody = "{}", UseChunkEncoding = false });
        using var fault = _cloud.Gateway.Intercept(Faults.EveryTenthGetObjectIsSlowedDown());
        for (var call = 1; call <= 9; call++)
        {
            using var read = await s3.GetObjectAsync("slow", "k");
        }

        var error = await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.GetObjectAsync("slow", "k"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.ErrorCode, Is.EqualTo("SlowDown"));
            Assert.That((int)error.StatusCode, Is.EqualTo(503));
        }
    }

    [Test]
    public async Task Messages_of_a_topic_are_observed_delivered_and_drained()
    {
        var topic = await CreateTopicAsync("delivered");
        var url = await _cloud!.CreateQueueAsync("inbox");
        await SnsAsync("Subscribe", new
        {
            TopicArn = topic,
            Protocol = "sqs",
            Endpoint = _cloud!.Account.Arn("sqs", "inbox"),
            Attributes = new { RawMessageDelivery = "true" },
        });
        var texts = Enumerable.Range(0, 10).Select(number => $$"""{"n":{{number}},"text":"ä & <=+%>"}""").ToArray();
        var observed = new List<string>();
        using (_cloud.Gateway.ObserveMessages(topic, observed.Add))
        {
            await PublishAsync(topic, texts);
            await SnsAsync("Publish", new { TopicArn = topic, Message = "alone" });
            await SnsAsync("Publish", new { TopicArn = await CreateTopicAsync("other"), Message = "elsewhere" });
        }

        await SnsAsync("Publish", new { TopicArn = topic, Message = "unobserved" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(observed, Is.EqualTo(texts.Append("alone")));
            Assert.That(
                await _cloud.DrainQueueAsync(url),
                Is.EquivalentTo(texts.Append("alone").Append("unobserved")));
            Assert.That(await _cloud.DrainQueueAsync(url), Is.Empty);
        }
    }

    [Test]
    public async Task A_refused_entry_of_a_batch_is_reported_and_not_observed()
    {
        var topic = await CreateTopicAsync("refusing");
        var observed = new List<string>();
        using var observer = _cloud!.Gateway.ObserveMessages(topic, observed.Add);
        using var fault = _cloud.Gateway.Intercept(Faults.EntryIsRefused("1"));

        var result = await PublishAsync(topic, ["a", "b", "c"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("Failed").EnumerateArray().Single().GetProperty("Id").GetString(), Is.EqualTo("1"));
            Assert.That(observed, Is.EqualTo(new[] { "a", "c" }));
        }
    }

    [Test]
    public async Task A_message_to_a_topic_that_does_not_exist_is_an_error_and_not_observed()
    {
        var topic = _cloud!.Account.Arn("sns", "missing");
        var observed = new List<string>();
        using var observer = _cloud.Gateway.ObserveMessages(topic, observed.Add);

        var error = await Assert.ThrowsAsync<AwsErrorException>(() => SnsAsync("Publish", new { TopicArn = topic, Message = "lost" }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Code, Is.EqualTo("NotFound"));
            Assert.That(error.StatusCode, Is.EqualTo(404));
            Assert.That(observed, Is.Empty);
        }
    }

    [TestCase(20, "0")]
    [TestCase(null, "20")]
    public async Task Who_waits_for_a_message_gets_it_when_it_is_sent_and_keeps_nobody_waiting(int? wait, string ofQueue)
    {
        var name = $"waiting-{ofQueue}";
        var url = await _cloud!.CreateQueueAsync(name, new Dictionary<string, string> { ["ReceiveMessageWaitTimeSeconds"] = ofQueue });
        var asked = new TaskCompletionSource();
        using var watch = _cloud!.Gateway.Intercept(request =>
        {
            if (request.Operation == "ReceiveMessage")
            {
                asked.TrySetResult();
            }

            return null;
        });
        var receiving = wait is null
            ? SqsAsync("ReceiveMessage", new { QueueUrl = url })
            : SqsAsync("ReceiveMessage", new { QueueUrl = url, WaitTimeSeconds = wait });
        await asked.Task;

        await SqsAsync("SendMessage", new { QueueUrl = url, MessageBody = "here" });

        Assert.That((await receiving).GetProperty("Messages")[0].GetProperty("Body").GetString(), Is.EqualTo("here"));
    }

    [Test]
    public async Task A_cloud_may_be_ended_twice()
    {
        var cloud = await LocalCloud.StartAsync(
            new LocalCloudOptions(new AwsAccount("us-east-1"), _cloud!.Gateway.Endpoint, Port: 0, TextWriter.Null), CancellationToken.None);
        await cloud.DisposeAsync();

        Assert.That(async () => await cloud.DisposeAsync(), Throws.Nothing);
    }

    private Task<JsonElement> SqsAsync<T>(string operation, T arguments) => _cloud!.Json.CallAsync(
        "sqs", $"AmazonSQS.{operation}", JsonSerializer.SerializeToElement(arguments), _cloud.Root, CancellationToken.None);

    private async Task<string> CreateTopicAsync(string name) =>
        (await SnsAsync("CreateTopic", new { Name = name })).GetProperty("TopicArn").GetString()!;

    private Task<JsonElement> PublishAsync(string topic, IEnumerable<string> messages) => SnsAsync("PublishBatch", new
    {
        TopicArn = topic,
        PublishBatchRequestEntries = messages.Select((message, number) => new { Id = $"{number}", Message = message }),
    });

    private Task<JsonElement> SnsAsync<T>(string action, T arguments) =>
        _cloud!.Sns.CallAsync(action, JsonSerializer.SerializeToElement(arguments), _cloud.Root, CancellationToken.None);
}
