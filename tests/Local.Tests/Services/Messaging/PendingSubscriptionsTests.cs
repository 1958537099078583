using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks.Provisioning;

namespace Fanout.Tests.Local.Services.Messaging;

public class PendingSubscriptionsTests
{
    private LocalCloud _cloud = null!;
    private string _name = "";
    private string _topic = "";

    [SetUp]
    public async Task CreateAsync()
    {
        _cloud = await DataServices.CloudAsync();
        _name = DataServices.NewName();
        _topic = (await CallAsync("CreateTopic", new { Name = _name })).GetProperty("TopicArn").GetString()!;
    }

    [TestCase("email", "team@example.com")]
    [TestCase("email-json", "team@example.com")]
    [TestCase("http", "http://127.0.0.1:9/hook")]
    [TestCase("https", "https://example.com/hook")]
    [TestCase("sqs", "arn:aws:sqs:us-east-1:210987654321:other")]
    public async Task Whose_owner_must_confirm_is_pending(string protocol, string endpoint)
    {
        var unknown = await SubscribeAsync(protocol, endpoint);
        var arn = await SubscribeAsync(protocol, endpoint, returnsArn: true);
        var again = await SubscribeAsync(protocol, endpoint, returnsArn: true);

        var attributes = await AttributesAsync(arn);
        var listed = (await ListAsync()).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(unknown, Is.EqualTo("pending confirmation"));
            Assert.That(arn, Does.Match($"^{_topic}:[0-9a-f-]{{36}}$"));
            Assert.That(again, Is.EqualTo(arn));
            Assert.That(attributes.GetProperty("PendingConfirmation").GetString(), Is.EqualTo("true"));
            Assert.That(attributes.GetProperty("ConfirmationWasAuthenticated").GetString(), Is.EqualTo("false"));
            Assert.That(attributes.GetProperty("RawMessageDelivery").GetString(), Is.EqualTo("false"));
            Assert.That(
                (attributes.GetProperty("SubscriptionArn").GetString(), attributes.GetProperty("TopicArn").GetString(), attributes.GetProperty("Owner").GetString()),
                Is.EqualTo((arn, _topic, AwsAccount.Id)));
            Assert.That((listed.GetProperty("SubscriptionArn").GetString(), listed.GetProperty("Protocol").GetString()), Is.EqualTo(("PendingConfirmation", protocol)));
            Assert.That((listed.GetProperty("Endpoint").GetString(), listed.GetProperty("TopicArn").GetString()), Is.EqualTo((endpoint, _topic)));
            Assert.That(
                (await CallAsync("ListSubscriptions", new { })).GetProperty("Subscriptions").EnumerateArray()
                    .Count(subscription => subscription.GetProperty("TopicArn").GetString() == _topic),
                Is.EqualTo(1));
            Assert.That(
                (await CallAsync("GetTopicAttributes", new { TopicArn = _topic })).GetProperty("Attributes").GetProperty("SubscriptionsPending").GetString(),
                Is.EqualTo("1"));
        }
    }

    [Test]
    public async Task A_pending_one_is_called_by_nobody_and_queues_are()
    {
        var queue = await DataServices.CallAsync("sqs", "AmazonSQS.CreateQueue", JsonSerializer.Serialize(new { QueueName = _name }));
        using var listener = new System.Net.HttpListener();
        var hook = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(hook);
        listener.Start();
        var called = listener.GetContextAsync();
        await SubscribeAsync("http", hook);
        await SubscribeAsync("sqs", _cloud.Account.Arn("sqs", _name));

        await CallAsync("Publish", new { TopicArn = _topic, Message = "hello" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _cloud.DrainQueueAsync(queue.GetProperty("QueueUrl").GetString()!), Has.Count.EqualTo(1));
            Assert.That(called.IsCompleted, Is.False);
            Assert.That(
                (await ListAsync()).Select(subscription => subscription.GetProperty("Protocol").GetString()), Is.EqualTo(new[] { "sqs", "http" }));
        }
    }

    // What the AWS provider does with a subscription by e-mail.
    [Test]
    public async Task A_provider_makes_reads_changes_and_deletes_it()
    {
        var arn = await SubscribeAsync("email", "team@example.com", returnsArn: true, ("FilterPolicy", """{"a":["b"]}"""));
        var made = await AttributesAsync(arn);
        await CallAsync("SetSubscriptionAttributes", new { SubscriptionArn = arn, AttributeName = "FilterPolicy", AttributeValue = "{}" });
        var changed = await AttributesAsync(arn);

        var unsubscribed = await RefusalAsync("Unsubscribe", new { SubscriptionArn = arn });
        await CallAsync("DeleteTopic", new { TopicArn = _topic });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.GetProperty("FilterPolicy").GetString(), Is.EqualTo("""{"a":["b"]}"""));
            Assert.That(made.GetProperty("FilterPolicyScope").GetString(), Is.EqualTo("MessageAttributes"));
            Assert.That(changed.TryGetProperty("FilterPolicyScope", out _) || changed.TryGetProperty("FilterPolicy", out _), Is.False);
            Assert.That(unsubscribed, Does.StartWith("InvalidParameter: ").And.Contain("Cannot unsubscribe a subscription that is pending confirmation"));
            Assert.That(await RefusalAsync("GetSubscriptionAttributes", new { SubscriptionArn = arn }), Does.StartWith("NotFound: "));
        }
    }

    [TestCase("email", "nobody", "Invalid parameter: Email address")]
    [TestCase("http", "https://example.com", "Invalid parameter: Endpoint must match the specified protocol")]
    [TestCase("pigeon", "roof", "Invalid parameter: Amazon SNS does not support this protocol string: pigeon")]
    public async Task An_endpoint_that_cannot_be_is_refused(string protocol, string endpoint, string refusal) => Assert.That(
        await RefusalAsync("Subscribe", new { TopicArn = _topic, Protocol = protocol, Endpoint = endpoint }), Is.EqualTo($"InvalidParameter: {refusal}"));

    [Test]
    public async Task Tokens_and_names_that_nobody_was_given_are_refused()
    {
        await SubscribeAsync("email", "team@example.com");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RefusalAsync("ConfirmSubscription", new { TopicArn = _topic, Token = "2336412f37" }), Is.EqualTo("InvalidParameter: Invalid parameter: Token"));
            Assert.That(await RefusalAsync("ConfirmSubscription", new { TopicArn = $"{_topic}-other", Token = "2336412f37" }), Does.StartWith("NotFound: "));
            Assert.That(
                await RefusalAsync("Unsubscribe", new { SubscriptionArn = "PendingConfirmation" }),
                Is.EqualTo("InvalidParameter: Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"));
            Assert.That(await RefusalAsync("Subscribe", new { TopicArn = $"{_topic}-other", Protocol = "email", Endpoint = "a@b" }), Does.StartWith("NotFound: "));
            Assert.That(
                await RefusalAsync("Subscribe", new { TopicArn = _topic, Protocol = "email", Endpoint = "a@b", Attributes = new { Colour = "red" } }),
                Is.EqualTo("InvalidParameter: Invalid parameter: AttributeName"));
        }
    }

    [Test]
    public async Task An_address_of_the_program_is_pending()
    {
        var made = await DataServices.MakeAsync(
            "aws:sns/topicSubscription:TopicSubscription", ("topic", _topic), ("protocol", "email"), ("endpoint", "team@example.com"));

        Assert.That((await AttributesAsync(made.Arn)).GetProperty("PendingConfirmation").GetString(), Is.EqualTo("true"));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> SubscribeAsync(string protocol, string endpoint, bool returnsArn = false, params (string Name, string Value)[] attributes) =>
        (await CallAsync("Subscribe", new
        {
            TopicArn = _topic,
            Protocol = protocol,
            Endpoint = endpoint,
            ReturnSubscriptionArn = returnsArn ? "true" : null,
            Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value),
        })).GetProperty("SubscriptionArn").GetString()!;

    private async Task<JsonElement> AttributesAsync(string arn) =>
        (await CallAsync("GetSubscriptionAttributes", new { SubscriptionArn = arn })).GetProperty("Attributes");

    private async Task<JsonElement[]> ListAsync() =>
        [.. (await CallAsync("ListSubscriptionsByTopic", new { TopicArn = _topic })).GetProperty("Subscriptions").EnumerateArray()];

    private async Task<string> RefusalAsync(string action, object arguments)
    {
        var refusal = (await Assert.ThrowsAsync<AwsErrorException>(() => CallAsync(action, arguments)))!;
        return $"{refusal.Code}: {refusal.Message}";
    }

    private Task<JsonElement> CallAsync(string action, object arguments) =>
        _cloud.Sns.CallAsync(action, JsonSerializer.SerializeToElement(arguments), _cloud.Root, CancellationToken.None);
}
