using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.SensorAnalytics;
using Pulumi;

namespace Fanout.Tests.Infra.Blocks;

public class AlarmTopicTests
{
    [Test]
    public async Task The_alarms_of_the_stack_may_publish_and_nobody_without_tls()
    {
        var resources = await RunAsync(("environment", "prod"));
        var policy = resources["aws:sns/topicPolicy:TopicPolicy"].Single().Inputs;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(resources["aws:sns/topic:Topic"].Single().Inputs["name"], Is.EqualTo("fanout-dev-alarms"));
            Assert.That(policy["arn"], Is.EqualTo("arn:Topic:fanout-dev-alarms"));
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse((string)policy["policy"]), JsonNode.Parse(
                """
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Sid": "DenyWithoutTls",
                      "Effect": "Deny",
                      "Principal": "*",
                      "Action": "sns:Publish",
                      "Resource": ["arn:Topic:fanout-dev-alarms"],
                      "Condition": { "Bool": { "aws:SecureTransport": "false" } }
                    },
                    {
                      "Sid": "PublishAlarms",
                      "Effect": "Allow",
                      "Principal": { "Service": "cloudwatch.amazonaws.com" },
                      "Action": "sns:Publish",
                      "Resource": "arn:Topic:fanout-dev-alarms",
                      "Condition": {
                        "StringEquals": { "aws:SourceAccount": "123456789012" },
                        "ArnLike": { "aws:SourceArn": [
                          "arn:aws:cloudwatch:us-east-1:123456789012:alarm:fanout-dev-sensor-analytics-*",
                          "arn:aws:cloudwatch:us-east-1:123456789012:alarm:fanout-dev-parallel-map-*",
                          "arn:aws:cloudwatch:us-east-1:123456789012:alarm:fanout-dev-stream-aggregator-*",
                          "arn:aws:cloudwatch:us-east-1:123456789012:alarm:fanout-dev-s3-high-throughput-*",
                          "arn:aws:cloudwatch:us-east-1:123456789012:alarm:fanout-dev-meter-analytics-*"
                        ] }
                      }
                    }
                  ]
                }
                """)), Is.True, (string)policy["policy"]);
        }
    }

    [Test]
    public async Task The_topic_is_encrypted_with_a_key_that_lets_alarms_in()
    {
        var resources = await RunAsync();
        var key = resources["aws:kms/key:Key"].Single().Inputs;

        Assert.That(resources["aws:sns/topic:Topic"].Single().Inputs["kmsMasterKeyId"], Does.StartWith("arn:Key:"));
        Assert.That(key["enableKeyRotation"], Is.True);
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse((string)key["policy"])!["Statement"]![1], JsonNode.Parse(
            """
            {
              "Sid": "EncryptAlarms",
              "Effect": "Allow",
              "Principal": { "Service": "cloudwatch.amazonaws.com" },
              "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
              "Resource": "*",
              "Condition": { "StringEquals": { "aws:SourceAccount": "123456789012" } }
            }
            """)), Is.True, (string)key["policy"]);
    }

    [Test]
    public async Task An_address_is_subscribed()
    {
        var subscription = (await RunAsync(("alarmEmail", "team@example.com")))["aws:sns/topicSubscription:TopicSubscription"].Single().Inputs;

        Assert.That(
            $"{subscription["topic"]} {subscription["protocol"]} {subscription["endpoint"]}",
            Is.EqualTo("arn:Topic:fanout-dev-alarms email team@example.com"));
    }

    [Test]
    public async Task Without_an_address_nobody_is_subscribed() =>
        Assert.That((await RunAsync(("environment", "prod")))["aws:sns/topicSubscription:TopicSubscription"], Is.Empty);

    [TestCase("dev", "", false)]
    [TestCase("dev", "team@example.com", true)]
    [TestCase("prod", "", true)]
    [TestCase("prod", "team@example.com", true)]
    public void Prod_has_a_topic_and_who_gives_an_address(string environment, string email, bool isNeeded) =>
        Assert.That(
            AlarmTopic.IsNeeded(EnvironmentSettings.Read(
                "fanout", "dev", new Dictionary<string, string> { ["environment"] = environment, ["alarmEmail"] = email })),
            Is.EqualTo(isNeeded));

    [TestCase(true)]
    [TestCase(false)]
    public async Task Alarms_are_sent_to_the_topic_where_there_is_one(bool hasTopic)
    {
        var resources = await ResourceRecorder.RunAsync(context => _ = new SensorAnalyticsWorkflow(context with
        {
            AlarmTopicArn = hasTopic ? Output.Create("arn:Topic:fanout-dev-alarms") : null,
        }));

        Assert.That(
            resources["aws:cloudwatch/metricAlarm:MetricAlarm"].Select(alarm => ActionsOf(alarm.Inputs)),
            Is.Not.Empty.And.All.EqualTo(hasTopic ? "arn:Topic:fanout-dev-alarms" : ""));
    }

    private static string ActionsOf(ImmutableDictionary<string, object> alarm) =>
        string.Join(' ', (IEnumerable<object>)alarm.GetValueOrDefault("alarmActions", Array.Empty<object>()));

    private static Task<ResourceRecorder> RunAsync(params (string Key, string Value)[] configuration) =>
        ResourceRecorder.RunAsync(context => _ = new AlarmTopic(context), configuration: configuration);
}
