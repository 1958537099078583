using System.Globalization;
using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Services.Messaging;

namespace Fanout.Local.Stacks.Provisioning;

/// <summary>Makes the program's topics, subscriptions and queues.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="cancellation">Ends the making.</param>
internal sealed class MessagingProvisioner(LocalCloud cloud, CancellationToken cancellation)
{
    // The emulator acts upon these; a queue's policy and its encryption it would only store.
    private static readonly (string Input, string Attribute)[] QueueAttributes =
    [
        ("contentBasedDeduplication", "ContentBasedDeduplication"),
        ("delaySeconds", "DelaySeconds"),
        ("fifoQueue", "FifoQueue"),
        ("maxMessageSize", "MaximumMessageSize"),
        ("messageRetentionSeconds", "MessageRetentionPeriod"),
        ("receiveWaitTimeSeconds", "ReceiveMessageWaitTimeSeconds"),
        ("redrivePolicy", "RedrivePolicy"),
        ("visibilityTimeoutSeconds", "VisibilityTimeout"),
    ];

    private static readonly (string Input, string Attribute)[] TopicAttributes =
    [
        ("contentBasedDeduplication", "ContentBasedDeduplication"),
        ("displayName", "DisplayName"),
        ("fifoTopic", "FifoTopic"),
    ];

    private static readonly (string Input, string Attribute)[] SubscriptionAttributes =
    [
        ("filterPolicy", "FilterPolicy"),
        ("filterPolicyScope", "FilterPolicyScope"),
        ("rawMessageDelivery", "RawMessageDelivery"),
    ];

    public async Task<CloudResource> CreateQueueAsync(CloudResource queue)
    {
        await cloud.Json.CallAsync(
            "sqs",
            "AmazonSQS.CreateQueue",
            JsonSerializer.SerializeToElement(new { QueueName = queue.Name, Attributes = Attributes(queue, QueueAttributes) }),
            cloud.Root,
            cancellation);
        return queue.Identified(new Uri(cloud.Gateway.Endpoint, $"{AwsAccount.Id}/{queue.Name}").AbsoluteUri, "url");
    }

    public Task CreateTopicAsync(CloudResource topic) =>
        SnsAsync("CreateTopic", new { topic.Name, Attributes = Attributes(topic, TopicAttributes) });

    // Only queues are delivered to here; whose owner must confirm stays pending, and nothing else leaves a laptop.
    public async Task<CloudResource> SubscribeAsync(CloudResource subscription)
    {
        var (protocol, endpoint) = (subscription.RequiredText("protocol"), subscription.RequiredText("endpoint"));
        if (protocol != "sqs" && !PendingSubscriptions.IsConfirmedByOwner(protocol, endpoint))
        {
            return subscription;
        }

        var answer = await SnsAsync("Subscribe", new
        {
            TopicArn = subscription.RequiredText("topic"),
            Protocol = protocol,
            Endpoint = endpoint,
            Attributes = Attributes(subscription, SubscriptionAttributes),
            ReturnSubscriptionArn = "true",
        });
        return subscription.Identified(answer.GetProperty("SubscriptionArn").GetString()!, "arn");
    }

    private Task<JsonElement> SnsAsync<T>(string action, T arguments) =>
        cloud.Sns.CallAsync(action, JsonSerializer.SerializeToElement(arguments), cloud.Root, cancellation);

    // A flag that is false is left out: the emulator takes the text "false" for set.
    private static Dictionary<string, string> Attributes(
        CloudResource resource, IEnumerable<(string Input, string Attribute)> attributes) => attributes
        .Where(attribute => resource.Inputs.GetValueOrDefault(attribute.Input) is not (null or false))
        .ToDictionary(attribute => attribute.Attribute, attribute => resource.Inputs[attribute.Input] switch
        {
            true => "true",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        });
}
