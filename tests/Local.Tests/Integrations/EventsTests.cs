using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Tests.Local.Integrations;

public class EventsTests
{
    private const string Execution = "arn:aws:states:us-east-1:123456789012:execution:machine:run";
    private const string Machine = "arn:aws:states:us-east-1:123456789012:stateMachine:machine";

    private readonly string _name = $"name-{Guid.NewGuid():N}";
    private string _queue = "";

    [OneTimeSetUp]
    public async Task CreateAsync()
    {
        _queue = (await CallAsync("sqs", "AmazonSQS.CreateQueue", new { QueueName = _name })).GetProperty("QueueUrl").GetString()!;
        await CallAsync("events", "AWSEvents.PutRule", new { Name = _name, EventPattern = $$"""{"source": ["{{_name}}"]}""" });
        await CallAsync("events", "AWSEvents.PutTargets", new
        {
            Rule = _name,
            Targets = new[] { new { Id = "queue", Arn = SharedCloud.Cloud.Account.Arn("sqs", _name) } },
        });
    }

    [TestCase("events:putEvents", new[] { "own", Execution, Machine })]
    [TestCase("aws-sdk:eventbridge:putEvents", new[] { "own" })]
    public async Task An_event_is_put_and_delivered_to_the_queue_of_a_rule(string resource, string[] resources)
    {
        var result = await SharedCloud.CallAsync(resource, $$"""
            {"Entries": [
                {"Source": "{{_name}}", "DetailType": "test", "Detail": {"a": "ä"}, "Resources": ["own"], "Time": "2026-01-02T03:04:05Z"},
                {"Source": "other", "DetailType": "test", "Detail": {} }]}
            """);

        var message = (await CallAsync("sqs", "AmazonSQS.ReceiveMessage", new { QueueUrl = _queue, MaxNumberOfMessages = 10, VisibilityTimeout = 600 }))
            .GetProperty("Messages").EnumerateArray().Single();
        var delivered = JsonNode.Parse(message.GetProperty("Body").GetString()!)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("FailedEntryCount").GetInt32(), Is.Zero);
            Assert.That(result.GetProperty("Entries").GetArrayLength(), Is.EqualTo(2));
            Assert.That(result.TryGetProperty("SdkHttpMetadata", out _), Is.EqualTo(resource == "events:putEvents"));
            Assert.That((string?)delivered["id"], Is.EqualTo(result.GetProperty("Entries")[0].GetProperty("EventId").GetString()));
            Assert.That((string?)delivered["detail"]!["a"], Is.EqualTo("ä"));
            Assert.That((string?)delivered["time"], Is.EqualTo("2026-01-02T03:04:05Z"));
            Assert.That(delivered["resources"]!.AsArray().Select(item => (string?)item), Is.EqualTo(resources));
        }
    }

    [Test]
    public async Task An_event_that_is_not_taken_fails_the_optimized_task_only()
    {
        const string arguments = """{"Entries": [{"Source": "s", "DetailType": "test", "Detail": {}}, {"Source": "s", "Detail": {}}]}""";

        var failure = await SharedCloud.FailureAsync("events:putEvents", arguments);
        var result = await SharedCloud.CallAsync("aws-sdk:eventbridge:putEvents", arguments);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo("EventBridge.FailedEntry"));
            Assert.That(failure.Cause, Does.Contain("DetailType is a required argument"));
            Assert.That(result.GetProperty("FailedEntryCount").GetInt32(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task More_than_ten_events_are_refused()
    {
        var entries = new JsonArray([.. Enumerable.Range(0, 11).Select(_ => JsonNode.Parse("""{"Source": "s", "DetailType": "t", "Detail": {}}"""))]);

        var failure = await SharedCloud.FailureAsync("events:putEvents", new JsonObject { ["Entries"] = entries }.ToJsonString());

        Assert.That(failure.Cause, Does.Contain("Member must have length less than or equal to 10"));
    }

    [Test]
    public async Task A_time_that_is_none_is_refused() => Assert.That(
        (await SharedCloud.FailureAsync("events:putEvents", """{"Entries": [{"Source": "s", "DetailType": "t", "Detail": {}, "Time": "soon"}]}""")).Cause,
        Is.EqualTo("The argument 'Entries[0].Time' must be a time such as 2026-01-02T03:04:05Z."));

    [Test]
    public async Task What_would_not_be_delivered_is_refused()
    {
        var queue = SharedCloud.Cloud.Account.Arn("sqs", _name);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await TargetRefusalAsync(new { Id = "1", Arn = "arn:aws:lambda:us-east-1:123456789012:function:f" }),
                Is.EqualTo("The target 1 is arn:aws:lambda:us-east-1:123456789012:function:f; the local cloud delivers events to queues of its account and region only."));
            Assert.That(
                await TargetRefusalAsync(new { Id = "2", Arn = queue, Input = "{}" }),
                Is.EqualTo("The target 2 has an Input, which the local cloud does not apply; use an InputTransformer."));
            Assert.That(
                await RefusalAsync("PutRule", new { Name = "r", ScheduleExpression = "rate(1 minute)" }),
                Is.EqualTo("No clock fires the rule r with its schedule rate(1 minute) in the local cloud; use EventBridge Scheduler."));
        }
    }

    private Task<string> TargetRefusalAsync(object target) => RefusalAsync("PutTargets", new { Rule = _name, Targets = new[] { target } });

    private static async Task<string> RefusalAsync(string operation, object arguments) =>
        (await Assert.ThrowsAsync<AwsErrorException>(() => CallAsync("events", $"AWSEvents.{operation}", arguments)))!.Message;

    private static Task<JsonElement> CallAsync(string service, string target, object arguments) => SharedCloud.Cloud.Json.CallAsync(
        service, target, JsonSerializer.SerializeToElement(arguments), SharedCloud.Cloud.Root, CancellationToken.None);
}
