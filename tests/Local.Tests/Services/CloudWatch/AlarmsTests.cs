namespace Fanout.Tests.Local.Services.CloudWatch;

public sealed class AlarmsTests
{
    [Test]
    public async Task An_alarm_of_the_program_is_one_of_the_API()
    {
        var name = DataServices.NewName();
        await DataServices.MakeAsync(
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            ("name", name),
            ("alarmDescription", "Something failed"),
            ("namespace", "AWS/Lambda"),
            ("metricName", "Errors"),
            ("dimensions", DataServices.Map(("FunctionName", "f"))),
            ("statistic", "Sum"),
            ("period", 300.0),
            ("evaluationPeriods", 1.0),
            ("comparisonOperator", "GreaterThanOrEqualToThreshold"),
            ("threshold", 1.0),
            ("treatMissingData", "notBreaching"),
            ("tags", DataServices.Map(("a", "1"))),
            ("alarmActions", new object[] { "arn:aws:sns:us-east-1:123456789012:alarms" }));

        var alarm = (await DataServices.CallAsync("monitoring", "GraniteServiceVersion20100801.DescribeAlarms", $$"""{"AlarmNames": ["{{name}}"]}"""))
            .GetProperty("MetricAlarms").EnumerateArray().Single();
        var arn = alarm.GetProperty("AlarmArn").GetString();
        var tags = await DataServices.CallAsync("monitoring", "GraniteServiceVersion20100801.ListTagsForResource", $$"""{"ResourceARN": "{{arn}}"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(arn, Is.EqualTo($"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{name}"));
            Assert.That(alarm.GetProperty("AlarmDescription").GetString(), Is.EqualTo("Something failed"));
            Assert.That(alarm.GetProperty("Dimensions")[0].GetProperty("Name").GetString(), Is.EqualTo("FunctionName"));
            Assert.That(alarm.GetProperty("Dimensions")[0].GetProperty("Value").GetString(), Is.EqualTo("f"));
            Assert.That(alarm.GetProperty("Threshold").GetDouble(), Is.EqualTo(1));
            Assert.That(alarm.GetProperty("TreatMissingData").GetString(), Is.EqualTo("notBreaching"));
            Assert.That(alarm.GetProperty("AlarmActions")[0].GetString(), Is.EqualTo("arn:aws:sns:us-east-1:123456789012:alarms"));
            Assert.That(tags.GetProperty("Tags")[0].GetProperty("Key").GetString(), Is.EqualTo("a"));
        }
    }
}
