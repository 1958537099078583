using System.Text.Json;
using static Fanout.Tests.Local.Services.States.StatesCloud;

namespace Fanout.Tests.Local.Services.States;

public class ExecutionLogTests
{
    private const string Fails = """{"In": {"Type": "Pass", "Next": "No"}, "No": {"Type": "Fail", "Error": "Own", "Cause": "It says \"no\"."}}""";

    [Test]
    public async Task An_event_is_logged_as_AWS_logs_it()
    {
        var (machine, group) = await CreateAsync(Echo, "ALL", includesData: true);
        var execution = await RunAsync(machine, """{"a":"ä"}""");

        var first = (await EventsAsync(group))[0];
        var line = JsonElement.Parse(Text(first, "message"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[]
            {
                "details", "redrive_count", "id", "type", "previous_event_id", "event_timestamp", "execution_arn",
            }));
            Assert.That(line.GetProperty("details").GetRawText(), Is.EqualTo(
                $$$"""{"input":"{\"a\":\"ä\"}","inputDetails":{"truncated":false},"roleArn":"{{{Role}}}"}"""));
            Assert.That(
                (Text(line, "redrive_count"), Text(line, "id"), Text(line, "type"), Text(line, "previous_event_id"), Text(line, "execution_arn")),
                Is.EqualTo(("0", "1", "ExecutionStarted", "0", execution)));
            Assert.That(Text(line, "event_timestamp"), Is.EqualTo($"{first.GetProperty("timestamp").GetInt64()}"));
            Assert.That(Text(first, "logStreamName"), Does.Match($@"^states/{machine.Split(':')[^1]}/\d{{4}}-\d\d-\d\d-\d\d/0{{8}}$"));
        }
    }

    [TestCase("ALL", new[] { "ExecutionStarted", "PassStateEntered", "PassStateExited", "FailStateEntered", "ExecutionFailed" })]
    [TestCase("ERROR", new[] { "FailStateEntered", "ExecutionFailed" })]
    [TestCase("FATAL", new[] { "ExecutionFailed" })]
    [TestCase("OFF", new string[0])]
    public async Task The_level_chooses_the_events(string level, string[] types)
    {
        var (machine, group) = await CreateAsync(Fails, level, includesData: false);
        await RunAsync(machine);

        Assert.That((await LinesAsync(group)).Select(line => Text(line, "type")), Is.EqualTo(types));
    }

    [Test]
    public async Task Data_is_logged_only_where_it_is_asked_for()
    {
        var (machine, group) = await CreateAsync(Fails, "ALL", includesData: false);
        await RunAsync(machine, """{"secret":1}""");

        var lines = await LinesAsync(group);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Select(line => line.GetRawText()), Has.None.Contains("secret"));
            Assert.That(lines[^1].GetProperty("details").GetRawText(), Is.EqualTo("""{"error":"Own","cause":"It says \"no\"."}"""));
        }
    }

    [Test]
    public async Task An_express_execution_is_seen_by_its_log()
    {
        var (machine, group) = await CreateAsync(Echo, "ALL", includesData: true, "EXPRESS");
        var answer = await CallAsync("StartSyncExecution", new { stateMachineArn = machine, input = "[1]" });

        var lines = await LinesAsync(group);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Select(line => Text(line, "execution_arn")), Is.All.EqualTo(Text(answer, "executionArn")));
            Assert.That(
                lines.Select(line => Text(line, "type")),
                Is.EqualTo(new[] { "ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded" }));
            Assert.That(Text(lines[^1].GetProperty("details"), "output"), Is.EqualTo("""{"got":[1]}"""));
        }
    }

    [TestCase("STANDARD", ":execution:")]
    [TestCase("EXPRESS", ":express:")]
    public async Task Children_of_a_Map_log_into_the_same_group(string type, string kind)
    {
        var (machine, group) = await CreateAsync(
            $$$$"""
            {"Each": {"Type": "Map", "Items": [1, 2], "Label": "Each",
                      "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "{{{{type}}}}"},
                                        "StartAt": "In", "States": {"In": {"Type": "Succeed"}}},
                      "End": true}}
            """,
            "ALL",
            includesData: false);
        await RunAsync(machine);

        var children = (await LinesAsync(group)).Select(line => Text(line, "execution_arn")).Where(arn => arn.Contains("/Each:")).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(children.Distinct().Count(), Is.EqualTo(2));
            Assert.That(children, Has.Length.EqualTo(8));
            Assert.That(children, Is.All.Contains(kind));
        }
    }

    [TestCase(253_940, false)]
    [TestCase(253_960, true)]
    public async Task A_payload_that_is_too_long_for_a_log_is_cut(int length, bool isCut)
    {
        var (machine, group) = await CreateAsync("""{"Done": {"Type": "Succeed"}}""", "ALL", includesData: true);
        await RunAsync(machine, JsonSerializer.Serialize(new string('x', length)));

        var details = (await LinesAsync(group))[0].GetProperty("details");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(details.GetProperty("inputDetails").GetProperty("truncated").GetBoolean(), Is.EqualTo(isCut));
            Assert.That(Text(details, "input"), Has.Length.EqualTo(isCut ? 253_951 : length + 2));
        }
    }

    [Test]
    public async Task A_long_text_is_logged_as_it_is()
    {
        var (machine, group) = await CreateAsync("""{"Done": {"Type": "Succeed"}}""", "ALL", includesData: true);

        // Of two halves each, from an odd place on.
        var input = $"\"{string.Concat(Enumerable.Repeat("😀", 10_000))}\"";
        await RunAsync(machine, input);

        Assert.That(Text((await LinesAsync(group))[0].GetProperty("details"), "input"), Is.EqualTo(input));
    }

    [Test]
    public async Task What_is_logged_to_a_group_that_was_deleted_is_lost()
    {
        var (machine, group) = await CreateAsync(Echo, "ALL", includesData: true);
        StatesCloud.Cloud.Logs.Remove(group);

        await RunAsync(machine);

        Assert.That(StatesCloud.Cloud.Logs.Exists(group), Is.False);
    }

    private static async Task<(string Machine, string Group)> CreateAsync(string states, string level, bool includesData, string type = "STANDARD")
    {
        var group = $"/machines/{NewName()}";
        StatesCloud.Cloud.Logs.Create(group);
        var machine = await CallAsync("CreateStateMachine", new
        {
            name = NewName(),
            definition = Definition(states),
            roleArn = Role,
            type,
            loggingConfiguration = new
            {
                level,
                includeExecutionData = includesData,
                destinations = new[] { new { cloudWatchLogsLogGroup = new { logGroupArn = $"arn:aws:logs:us-east-1:123456789012:log-group:{group}:*" } } },
            },
        });
        return (Text(machine, "stateMachineArn"), group);
    }

    private static async Task<JsonElement[]> EventsAsync(string group) =>
    [
        .. (await StatesCloud.Cloud.Json.CallAsync(
            "logs", "Logs_20140328.FilterLogEvents", JsonSerializer.SerializeToElement(new { logGroupName = group }), StatesCloud.Cloud.Root, CancellationToken.None))
            .GetProperty("events").EnumerateArray(),
    ];

    private static async Task<JsonElement[]> LinesAsync(string group) =>
        [.. (await EventsAsync(group)).Select(item => JsonElement.Parse(Text(item, "message")))];
}
