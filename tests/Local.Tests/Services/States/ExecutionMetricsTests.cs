using Fanout.Local.Services.CloudWatch;
using static Fanout.Tests.Local.Services.States.StatesCloud;

namespace Fanout.Tests.Local.Services.States;

public class ExecutionMetricsTests
{
    [Test]
    public async Task Executions_are_counted_as_they_start_and_end()
    {
        var machine = await CreateAsync("""{"In": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.ok %}", "Next": "Yes"}], "Default": "No"}, "Yes": {"Type": "Succeed"}, "No": {"Type": "Fail"}}""");

        await RunAsync(machine, """{"ok": true}""");
        await RunAsync(machine, """{"ok": false}""");
        await RunAsync(machine, """{"ok": false}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Sum("ExecutionsStarted", machine), Is.EqualTo(3));
            Assert.That(Sum("ExecutionsSucceeded", machine), Is.EqualTo(1));
            Assert.That(Sum("ExecutionsFailed", machine), Is.EqualTo(2));
            Assert.That(Sum("ExecutionsTimedOut", machine), Is.Null);
        }
    }

    [TestCase("STANDARD")]
    [TestCase("EXPRESS")]
    public async Task Children_of_a_Map_are_counted_under_its_label(string type)
    {
        var machine = await CreateAsync($$$$"""
            {"Each": {"Type": "Map", "Items": [1, 2], "Label": "Each", "ToleratedFailurePercentage": 100,
                      "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "{{{{type}}}}"},
                                        "StartAt": "In", "States": {"In": {"Type": "Fail"}}},
                      "End": true}}
            """);

        await RunAsync(machine);

        Assert.That(
            (Sum("ExecutionsFailed", $"{machine}/Each"), Sum("ExecutionsFailed", machine), Sum("ExecutionsSucceeded", machine)),
            Is.EqualTo(((double?)2.0, (double?)null, (double?)1.0)));
    }

    private static double? Sum(string metric, string machine) => StatesCloud.Cloud.Metrics.Between(
        new MetricKey("AWS/States", metric, "StateMachineArn", machine), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1))?.Sum;
}
