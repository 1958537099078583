using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Stacks;

public class StackAlarmsTests
{
    [TestCase("dev", "", null)]
    [TestCase("dev", "team@example.com", "arn:aws:sns:us-east-1:123456789012:fanout-dev-alarms")]
    [TestCase("prod", "", "arn:aws:sns:us-east-1:123456789012:fanout-prod-alarms")]
    [TestCase("prod", "team@example.com", "arn:aws:sns:us-east-1:123456789012:fanout-prod-alarms")]
    public async Task Every_alarm_of_a_stack_goes_to_its_topic(string name, string email, string? topic)
    {
        var stack = await PreviewAsync(name, email);
        var alarms = stack.Resources.Where(resource => resource.Type == "aws:cloudwatch/metricAlarm:MetricAlarm").ToArray();
        var subscriptions = stack.Resources.Where(resource => resource.Type == "aws:sns/topicSubscription:TopicSubscription");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(alarms, Is.Not.Empty);
            Assert.That(
                alarms.Select(alarm => string.Join(' ', alarm.Inputs["alarmActions"]?.AsArray() ?? [])), Is.All.EqualTo(topic ?? ""));
            Assert.That(
                subscriptions.Select(subscription => $"{subscription.Inputs["topic"]} {subscription.Inputs["endpoint"]}"),
                Is.EqualTo(email.Length == 0 ? Array.Empty<string>() : [$"{topic} {email}"]));
        }
    }

    private static async Task<DeployedStack> PreviewAsync(string name, string email)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, name, CancellationToken.None);
        return await StackProgram.RunAsync(
            config with { Values = new Dictionary<string, string>(config.Values) { ["fanout:alarmEmail"] = email } },
            Task.FromResult,
            CancellationToken.None);
    }
}
