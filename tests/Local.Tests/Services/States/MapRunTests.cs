using System.Text.Json;
using static Fanout.Tests.Local.Services.States.StatesCloud;

namespace Fanout.Tests.Local.Services.States;

public class MapRunTests
{
    [Test]
    public async Task Map_runs_are_listed_and_described()
    {
        var machine = await CreateAsync(Map("""{"Type": "Pass", "End": true}""", """ "MaxConcurrency": 2, "ToleratedFailurePercentage": 5.5, """));
        var execution = await RunAsync(machine);

        var listed = (await CallAsync("ListMapRuns", new { executionArn = execution })).GetProperty("mapRuns");
        var description = await CallAsync("DescribeMapRun", new { mapRunArn = Text(listed[0], "mapRunArn") });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.GetArrayLength(), Is.EqualTo(1));
            Assert.That(
                (Text(listed[0], "executionArn"), Text(listed[0], "stateMachineArn")), Is.EqualTo((execution, $"{machine}/Each")));
            Assert.That(Text(listed[0], "mapRunArn"), Does.StartWith($"{machine.Replace(":stateMachine:", ":mapRun:")}/Each:"));
            Assert.That(Without(description, "startDate", "stopDate", "mapRunArn", "executionArn").ToJsonString(), Is.EqualTo(
                """{"status":"SUCCEEDED","maxConcurrency":2,"toleratedFailureCount":0,"toleratedFailurePercentage":5.5"""
                + ""","itemCounts":{"pending":0,"running":0,"succeeded":3,"failed":0,"timedOut":0,"aborted":0,"total":3,"resultsWritten":3,"failuresNotRedrivable":0,"pendingRedrive":0}"""
                + ""","executionCounts":{"pending":0,"running":0,"succeeded":3,"failed":0,"timedOut":0,"aborted":0,"total":3,"resultsWritten":3,"failuresNotRedrivable":0,"pendingRedrive":0},"redriveCount":0}"""));
        }
    }

    [Test]
    public async Task A_task_describes_a_map_run()
    {
        var execution = await RunAsync(await CreateAsync(Map("""{"Type": "Pass", "End": true}""")));
        var run = Texts(await CallAsync("ListMapRuns", new { executionArn = execution }), "mapRuns", "mapRunArn")[0];
        var machine = await CreateAsync(
            """{"Describe": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:describeMapRun", "Arguments": {"MapRunArn": "{% $states.input.run %}"}, "End": true}}""");

        var described = await DescribeAsync(await RunAsync(machine, JsonSerializer.Serialize(new { run })));
        var unknown = await DescribeAsync(await RunAsync(machine, JsonSerializer.Serialize(new { run = $"{Account}:mapRun:none/label:id" })));

        var description = JsonElement.Parse(Text(described, "output"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((Text(description, "MapRunArn"), Text(description, "ExecutionArn"), Text(description, "Status")), Is.EqualTo((run, execution, "SUCCEEDED")));
            Assert.That(description.GetProperty("StartDate").GetDateTimeOffset(), Is.LessThanOrEqualTo(description.GetProperty("StopDate").GetDateTimeOffset()));
            Assert.That(description.GetProperty("ItemCounts").GetRawText(), Is.EqualTo(
                """{"Pending":0,"Running":0,"Succeeded":3,"Failed":0,"TimedOut":0,"Aborted":0,"Total":3,"ResultsWritten":3,"FailuresNotRedrivable":0,"PendingRedrive":0}"""));
            Assert.That(description.GetProperty("ExecutionCounts").GetProperty("Total").GetInt64(), Is.EqualTo(3));
            Assert.That(Text(unknown, "error"), Is.EqualTo("Sfn.ResourceNotFoundException"));
        }
    }

    [Test]
    public async Task The_settings_of_a_map_run_are_changed_while_it_runs()
    {
        var execution = await StartAsync(await CreateAsync(Map("""{"Type": "Wait", "Seconds": 3600, "End": true}""", """ "MaxConcurrency": 1, """)));
        var run = await RunningAsync(execution, 1);

        await CallAsync("UpdateMapRun", new { mapRunArn = run, maxConcurrency = 3, toleratedFailureCount = 2, toleratedFailurePercentage = 10.5 });
        await RunningAsync(execution, 3);
        var changed = await CallAsync("DescribeMapRun", new { mapRunArn = run });
        await CallAsync("StopExecution", new { executionArn = execution });
        var ended = await CallAsync("DescribeMapRun", new { mapRunArn = run });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(changed.GetProperty("maxConcurrency").GetInt32(), Is.EqualTo(3));
            Assert.That(changed.GetProperty("toleratedFailureCount").GetInt32(), Is.EqualTo(2));
            Assert.That(changed.GetProperty("toleratedFailurePercentage").GetDouble(), Is.EqualTo(10.5));
            Assert.That(Text(ended, "status"), Is.EqualTo("ABORTED"));
            Assert.That(await CodeAsync("UpdateMapRun", new { mapRunArn = run, maxConcurrency = 1 }), Is.EqualTo("ValidationException"));
        }
    }

    [Test]
    public async Task A_map_run_fails_when_less_is_tolerated_than_has_failed()
    {
        const string fails = """{"Type": "Choice", "Choices": [{"Condition": "{% $states.input = 1 %}", "Next": "No"}], "Default": "Wait"}""";
        var execution = await StartAsync(await CreateAsync(Map(
            fails, """ "ToleratedFailureCount": 2, """, """, "No": {"Type": "Fail"}, "Wait": {"Type": "Wait", "Seconds": 3600, "End": true}""")));
        var run = await RunningAsync(execution, 2);

        await CallAsync("UpdateMapRun", new { mapRunArn = run, toleratedFailureCount = 0 });
        await (await Interpreter.Loop.InvokeAsync(() => Task.FromResult(Interpreter.Executions.Find(execution)!.Ended)));

        Assert.That(Text(await DescribeAsync(execution), "error"), Is.EqualTo("States.ExceedToleratedFailureThreshold"));
    }

    [Test]
    public async Task Standard_children_are_listed_described_and_have_a_history()
    {
        const string fails = """{"Type": "Choice", "Choices": [{"Condition": "{% $states.input = 2 %}", "Next": "No"}], "Default": "Yes"}""";
        var machine = await CreateAsync(Map(
            fails, """ "ToleratedFailureCount": 1, """, """, "No": {"Type": "Fail", "Error": "Own"}, "Yes": {"Type": "Succeed"}"""));
        var execution = await RunAsync(machine);
        var run = Texts(await CallAsync("ListMapRuns", new { executionArn = execution }), "mapRuns", "mapRunArn")[0];

        var all = await CallAsync("ListExecutions", new { mapRunArn = run });
        var failed = (await CallAsync("ListExecutions", new { mapRunArn = run, statusFilter = "FAILED" })).GetProperty("executions").EnumerateArray().Single();
        var description = await DescribeAsync(Text(failed, "executionArn"));
        var history = await CallAsync("GetExecutionHistory", new { executionArn = Text(failed, "executionArn") });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Texts(all, "executions", "status"), Is.EquivalentTo(new[] { "SUCCEEDED", "FAILED", "SUCCEEDED" }));
            Assert.That(Texts(all, "executions", "stateMachineArn"), Is.All.EqualTo($"{machine}/Each"));
            Assert.That(Texts(all, "executions", "mapRunArn"), Is.All.EqualTo(run));
            Assert.That(failed.GetProperty("itemCount").GetInt32(), Is.EqualTo(1));
            Assert.That(Text(failed, "executionArn"), Is.EqualTo($"{machine.Replace(":stateMachine:", ":execution:")}/Each:{Text(failed, "name")}"));
            Assert.That((Text(description, "input"), Text(description, "error"), Text(description, "mapRunArn")), Is.EqualTo(("2", "Own", run)));
            Assert.That(Text(description, "redriveStatus"), Is.EqualTo("REDRIVABLE_BY_MAP_RUN"));
            Assert.That(
                Texts(history, "events", "type"),
                Is.EqualTo(new[] { "ExecutionStarted", "ChoiceStateEntered", "ChoiceStateExited", "FailStateEntered", "ExecutionFailed" }));
            Assert.That(Texts(await CallAsync("ListExecutions", new { stateMachineArn = machine }), "executions", "executionArn"), Is.EqualTo(new[] { execution }));
            Assert.That(await CodeAsync("DescribeStateMachineForExecution", new { executionArn = Text(failed, "executionArn") }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("ListExecutions", new { mapRunArn = run, stateMachineArn = machine }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("ListExecutions", new { stateMachineArn = machine, statusFilter = "PENDING_REDRIVE" }), Is.EqualTo("ValidationException"));
        }
    }

    [Test]
    public async Task Express_children_cannot_be_listed()
    {
        var execution = await RunAsync(await CreateAsync(Map("""{"Type": "Pass", "End": true}""").Replace("\"STANDARD\"", "\"EXPRESS\"")));
        var run = Texts(await CallAsync("ListMapRuns", new { executionArn = execution }), "mapRuns", "mapRunArn")[0];

        Assert.That(await CodeAsync("ListExecutions", new { mapRunArn = run }), Is.EqualTo("StateMachineTypeNotSupported"));
    }

    [Test]
    public async Task A_child_is_stopped_alone()
    {
        var execution = await StartAsync(await CreateAsync(Map("""{"Type": "Wait", "Seconds": 3600, "End": true}""", """ "MaxConcurrency": 1, """)));
        var run = await RunningAsync(execution, 1);
        var child = Texts(await CallAsync("ListExecutions", new { mapRunArn = run }), "executions", "executionArn").Single();

        await CallAsync("StopExecution", new { executionArn = child, error = "Own" });
        var stopped = await DescribeAsync(child);
        var parent = await DescribeAsync(execution);
        await CallAsync("StopExecution", new { executionArn = execution });

        Assert.That((Text(stopped, "status"), Text(stopped, "error"), Text(parent, "status")), Is.EqualTo(("ABORTED", "Own", "RUNNING")));
    }

    [TestCase("DescribeMapRun")]
    [TestCase("UpdateMapRun")]
    [TestCase("ListExecutions")]
    public async Task A_map_run_that_is_not_there_is_an_error(string operation)
    {
        const string arn = $"{Account}:mapRun:none/label:id";

        Assert.That(await RefusalAsync(operation, new { mapRunArn = arn }), Is.EqualTo(("ResourceNotFound", $"Resource not found: '{arn}'")));
        Assert.That(
            await RefusalAsync(operation, new { mapRunArn = MachineArn("none") }),
            Is.EqualTo(("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: stateMachine'")));
    }

    [Test]
    public async Task A_change_that_is_out_of_range_is_refused() => Assert.That(
        await RefusalAsync("UpdateMapRun", new { mapRunArn = $"{Account}:mapRun:none/label:id", toleratedFailurePercentage = 101 }),
        Is.EqualTo(("ValidationException", "1 validation error detected: Value '101' at 'toleratedFailurePercentage' failed to satisfy constraint: Member must have value less than or equal to 100")));

    private static string Map(string state, string fields = "", string moreStates = "") => $$$$"""
        {"Each": {"Type": "Map", "Items": [1, 2, 3], "Label": "Each", {{{{fields}}}}
                  "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                                    "StartAt": "In", "States": {"In": {{{{state}}}} {{{{moreStates}}}}}},
                  "End": true}}
        """;

    /// <summary>The Map Run of an execution, once that many of its children run.</summary>
    private static async Task<string> RunningAsync(string execution, int children)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            foreach (var run in Texts(await CallAsync("ListMapRuns", new { executionArn = execution }), "mapRuns", "mapRunArn"))
            {
                var counts = (await CallAsync("DescribeMapRun", new { mapRunArn = run })).GetProperty("executionCounts");
                if (counts.GetProperty("running").GetInt32() == children && counts.GetProperty("failed").GetInt32() + children >= Math.Min(children, 3))
                {
                    return run;
                }
            }
            await Task.Delay(20, limit.Token);
        }
    }
}
