using System.Text.Json.Nodes;
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
        var subscriptions = stack.Resources.Where(resource => resource.Type == "aws:sns/topicSubscription:TopicSubscription");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                AlarmsOf(stack).Select(alarm => string.Join(' ', alarm["alarmActions"]?.AsArray() ?? [])),
                Is.Not.Empty.And.All.EqualTo(topic ?? ""));
            Assert.That(
                subscriptions.Select(subscription => $"{subscription.Inputs["topic"]} {subscription.Inputs["endpoint"]}"),
                Is.EqualTo(email.Length == 0 ? Array.Empty<string>() : [$"{topic} {email}"]));
        }
    }

    [Test]
    public async Task Every_machine_function_and_queue_raises_its_alarms_and_none_whose_callers_answer_for_it()
    {
        var stack = await PreviewAsync("dev", "");
        string[] expected =
        [
            .. NamesOf("aws:sfn/stateMachine:StateMachine").Where(name => name != "fanout-dev-stream-aggregator-process").SelectMany(name => new[]
            {
                $"{name}-executions-failed: AWS/States ExecutionsFailed Sum by {{\"StateMachineArn\":\"arn:aws:states:us-east-1:123456789012:stateMachine:{name}\"}}",
                $"{name}-executions-timed-out: AWS/States ExecutionsTimedOut Sum by {{\"StateMachineArn\":\"arn:aws:states:us-east-1:123456789012:stateMachine:{name}\"}}",
            }),
            .. NamesOf("aws:lambda/function:Function").Select(name =>
                $"{name}-errors: AWS/Lambda Errors Sum by {{\"FunctionName\":\"{name}\"}}"),
            .. NamesOf("aws:sqs/queue:Queue").Select(name =>
                $"{name}-messages: AWS/SQS ApproximateNumberOfMessagesVisible Maximum by {{\"QueueName\":\"{name}\"}}"),
        ];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(expected, Has.Length.EqualTo(22));
            Assert.That(
                AlarmsOf(stack).Select(alarm => $"{alarm["name"]}: {alarm["namespace"]} {alarm["metricName"]} {alarm["statistic"]} by {alarm["dimensions"]!.ToJsonString()}"),
                Is.EquivalentTo(expected));
            Assert.That(
                AlarmsOf(stack).Select(alarm => $"{alarm["comparisonOperator"]} {alarm["threshold"]} in {alarm["period"]} s {alarm["treatMissingData"]}"),
                Is.All.EqualTo("GreaterThanOrEqualToThreshold 1 in 300 s notBreaching"));
        }

        IEnumerable<string> NamesOf(string type) =>
            stack.Resources.Where(resource => resource.Type == type).Select(resource => resource.Inputs["name"]!.GetValue<string>());
    }

    private static JsonObject[] AlarmsOf(DeployedStack stack) =>
        [.. stack.Resources.Where(resource => resource.Type == "aws:cloudwatch/metricAlarm:MetricAlarm").Select(alarm => alarm.Inputs)];

    private static async Task<DeployedStack> PreviewAsync(string name, string email)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, name, CancellationToken.None);
        return await StackProgram.RunAsync(
            config with { Values = new Dictionary<string, string>(config.Values) { ["fanout:alarmEmail"] = email } },
            Task.FromResult,
            CancellationToken.None);
    }
}
