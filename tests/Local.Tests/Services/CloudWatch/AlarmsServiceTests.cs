using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Cloud;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.CloudWatch;

public class AlarmsServiceTests
{
    private string _name = "";
    private string _queue = "";
    private string _topic = "";
    private LocalCloud _cloud = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _cloud = await DataServices.CloudAsync();
        _name = DataServices.NewName();
        _queue = Text(await DataServices.CallAsync("sqs", "AmazonSQS.CreateQueue", $$"""{"QueueName": "{{_name}}"}"""), "QueueUrl");
        _topic = Text(await SnsAsync("CreateTopic", $$"""{"Name": "{{_name}}"}"""), "TopicArn");
        await SnsAsync("Subscribe", $$$"""
            {"TopicArn": "{{{_topic}}}", "Protocol": "sqs", "Endpoint": "{{{_cloud.Account.Arn("sqs", _name)}}}", "Attributes": {"RawMessageDelivery": "true"}}
            """);
    }

    [Test]
    public async Task An_alarm_is_raised_by_what_happened_and_tells_its_topic_once()
    {
        await PutAsync("AWS/Lambda", "Errors", "FunctionName");
        var before = await DescribeAsync();

        _cloud.Metrics.Count("AWS/Lambda", "Errors", "FunctionName", _name, 1);
        var raised = await DescribeAsync();
        await DescribeAsync();
        var messages = await MessagesAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(before, "StateValue"), Is.EqualTo("OK"));
            Assert.That(Text(raised, "StateValue"), Is.EqualTo("ALARM"));
            Assert.That(Text(raised, "StateReason"), Does.Match(
                @"^Threshold Crossed: 1 datapoint \[1\.0 \(.*\)\] was greater than or equal to the threshold \(1\.0\)\.$"));
            Assert.That(messages.Select(message => Text(message, "NewStateValue")), Is.EqualTo(new[] { "ALARM" }));
            Assert.That(Text(messages[0], "AlarmName"), Is.EqualTo(_name));
            Assert.That(Text(messages[0], "OldStateValue"), Is.EqualTo("OK"));
            Assert.That(Text(messages[0], "NewStateReason"), Is.EqualTo(Text(raised, "StateReason")));
            Assert.That(messages[0].GetProperty("Trigger").GetRawText(), Is.EqualTo(
                $$$"""{"MetricName":"Errors","Namespace":"AWS/Lambda","StatisticType":"Statistic","Statistic":"SUM","Dimensions":[{"value":"{{{_name}}}","name":"FunctionName"}]"""
                + ""","Period":300,"EvaluationPeriods":1,"ComparisonOperator":"GreaterThanOrEqualToThreshold","Threshold":1.0,"TreatMissingData":"notBreaching"}"""));
        }
    }

    [Test]
    public async Task Messages_that_wait_in_a_queue_raise_its_alarm()
    {
        await PutAsync("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName");
        var before = await DescribeAsync();
        await DataServices.CallAsync("sqs", "AmazonSQS.SendMessage", $$"""{"QueueUrl": "{{_queue}}", "MessageBody": "m"}""");

        // Any count makes the alarms be looked at anew before a minute is over.
        _cloud.Metrics.Count("AWS/Lambda", "Errors", "FunctionName", "other", 0);

        Assert.That((Text(before, "StateValue"), Text(await DescribeAsync(), "StateValue")), Is.EqualTo(("OK", "ALARM")));
    }

    [Test]
    public async Task A_state_that_is_set_by_hand_is_told_too()
    {
        await PutAsync("AWS/Lambda", "Errors", "FunctionName");
        await DescribeAsync();

        await DataServices.CallAsync(
            "monitoring", "GraniteServiceVersion20100801.SetAlarmState",
            $$"""{"AlarmName": "{{_name}}", "StateValue": "ALARM", "StateReason": "by hand"}""");
        var messages = await MessagesAsync();

        Assert.That(messages.Select(message => Text(message, "NewStateReason")), Is.EqualTo(new[] { "by hand" }));
    }

    [Test]
    public async Task A_topic_whose_policy_does_not_let_CloudWatch_publish_gets_nothing()
    {
        _cloud.Iam.SetResourcePolicy(_topic, Documents.Policy(
            Documents.Statement("Allow", "sns:Publish", _topic, principal: """{"Service": "s3.amazonaws.com"}""")));
        await PutAsync("AWS/Lambda", "Errors", "FunctionName");

        _cloud.Metrics.Count("AWS/Lambda", "Errors", "FunctionName", _name, 1);

        Assert.That(Text(await DescribeAsync(), "StateValue"), Is.EqualTo("ALARM"));
        Assert.That(await MessagesAsync(), Is.Empty);
    }

    [Test]
    public async Task Alarms_that_are_watched_tell_their_topics_without_being_asked_for()
    {
        await PutAsync("AWS/Lambda", "Errors", "FunctionName");
        await DescribeAsync();
        await using var watch = _cloud.WatchAlarms();

        _cloud.Metrics.Count("AWS/Lambda", "Errors", "FunctionName", _name, 1);

        Assert.That(await MessagesAsync(waitSeconds: 20), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Tags_go_with_their_alarm()
    {
        await PutAsync("AWS/Lambda", "Errors", "FunctionName", "made");
        await DataServices.CallAsync("monitoring", "GraniteServiceVersion20100801.DeleteAlarms", $$"""{"AlarmNames": ["{{_name}}"]}""");
        await PutAsync("AWS/Lambda", "Errors", "FunctionName");

        Assert.That(await TagsAsync(), Is.Empty);
    }

    [Test]
    public async Task Tags_for_an_alarm_that_is_there_already_are_ignored()
    {
        await PutAsync("AWS/Lambda", "Errors", "FunctionName", "made");
        await PutAsync("AWS/Lambda", "Errors", "FunctionName", "ignored");
        await PutAsync("AWS/Lambda", "Errors", "FunctionName");

        Assert.That(await TagsAsync(), Is.EquivalentTo(new[] { "by=made", "made=" }));
    }

    [TestCase("DescribeAlarmHistory", "{}")]
    [TestCase("DisableAlarmActions", """{"AlarmNames": ["a"]}""")]
    [TestCase("PutCompositeAlarm", """{"AlarmName": "a", "AlarmRule": "FALSE"}""")]
    public async Task What_the_local_cloud_lacks_is_refused(string operation, string arguments) => Assert.That(
        await DataServices.RefusalAsync("monitoring", $"GraniteServiceVersion20100801.{operation}", arguments),
        Is.EqualTo($"InvalidAction: The local cloud does not answer {operation} of monitoring, or not with these arguments."));

    [Test]
    public async Task An_alarm_that_a_form_deletes_takes_its_tags_with_it()
    {
        await PutAsync("AWS/Lambda", "Errors", "FunctionName", "made");
        using var request = new HttpRequestMessage(HttpMethod.Post, _cloud.Http.Endpoint)
        {
            Content = new FormUrlEncodedContent([new("Action", "DeleteAlarms"), new("Version", "2010-08-01"), new("AlarmNames.member.1", _name)]),
        };

        using var answer = await _cloud.Http.SendAsync(request, "monitoring", _cloud.Root, CancellationToken.None);

        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
        Assert.That(await TagsAsync(), Is.Empty);
    }

    private async Task PutAsync(string service, string metric, string dimension, string? tag = null)
    {
        var alarm = new JsonObject
        {
            ["AlarmName"] = _name,
            ["Namespace"] = service,
            ["MetricName"] = metric,
            ["Dimensions"] = new JsonArray(new JsonObject { ["Name"] = dimension, ["Value"] = _name }),
            ["Statistic"] = service == "AWS/SQS" ? "Maximum" : "Sum",
            ["Period"] = 300,
            ["EvaluationPeriods"] = 1,
            ["ComparisonOperator"] = "GreaterThanOrEqualToThreshold",
            ["Threshold"] = 1,
            ["TreatMissingData"] = "notBreaching",
        };
        if (service != "AWS/SQS")
        {
            alarm["AlarmActions"] = new JsonArray(_topic);
        }

        if (tag is not null)
        {
            alarm["Tags"] = new JsonArray(new JsonObject { ["Key"] = "by", ["Value"] = tag }, new JsonObject { ["Key"] = tag, ["Value"] = "" });
        }

        await DataServices.CallAsync("monitoring", "GraniteServiceVersion20100801.PutMetricAlarm", alarm.ToJsonString());
    }

    private async Task<JsonElement> DescribeAsync() =>
        (await DataServices.CallAsync("monitoring", "GraniteServiceVersion20100801.DescribeAlarms", $$"""{"AlarmNames": ["{{_name}}"]}"""))
            .GetProperty("MetricAlarms").EnumerateArray().Single();

    private async Task<string[]> TagsAsync()
    {
        var answer = await DataServices.CallAsync(
            "monitoring", "GraniteServiceVersion20100801.ListTagsForResource", $$"""{"ResourceARN": "{{_cloud.Account.Arn("cloudwatch", $"alarm:{_name}")}}"}""");
        return [.. answer.GetProperty("Tags").EnumerateArray().Select(tag => $"{Text(tag, "Key")}={Text(tag, "Value")}")];
    }

    private async Task<JsonElement[]> MessagesAsync(int waitSeconds = 0)
    {
        var answer = await DataServices.CallAsync(
            "sqs", "AmazonSQS.ReceiveMessage", $$"""{"QueueUrl": "{{_queue}}", "MaxNumberOfMessages": 10, "WaitTimeSeconds": {{waitSeconds}}}""");
        return answer.TryGetProperty("Messages", out var messages)
            ? [.. messages.EnumerateArray().Select(message => JsonElement.Parse(Text(message, "Body")))]
            : [];
    }

    private Task<JsonElement> SnsAsync(string operation, string arguments) =>
        _cloud.Sns.CallAsync(operation, JsonElement.Parse(arguments), _cloud.Root, CancellationToken.None);

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
