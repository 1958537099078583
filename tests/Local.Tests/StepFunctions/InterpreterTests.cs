using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.StepFunctions;

public sealed class InterpreterTests
{
    private const string Tasks =
        """
        {"M": {"Type": "Map", "Items": [1, 2, 3], "End": true, "ItemProcessor": {"StartAt": "T", "States": {
          "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                "Arguments": {"FunctionName": "flaky:1", "Payload": 1}, "Retry": [{"ErrorEquals": ["States.ALL"]}]}}}}}
        """;

    [Test]
    public async Task Transitions_retries_and_calls_are_counted()
    {
        var outcome = await new TestMachine().RunStatesAsync(Tasks);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Counts.Retries, Is.EqualTo(1));
            Assert.That(outcome.Counts.StateTransitions, Is.EqualTo(1 + 3 + 1));
            Assert.That(outcome.Counts.TaskCalls, Is.EqualTo(new Dictionary<string, long> { ["arn:aws:states:::lambda:invoke"] = 4 }));
            Assert.That(outcome.Counts.HistoryEvents, Is.EqualTo(outcome.History.Count));
            Assert.That(outcome.History.Select(happened => happened.Id), Is.EqualTo(Enumerable.Range(1, outcome.History.Count)));
        }
    }

    [Test]
    public async Task The_history_can_be_only_counted()
    {
        var all = await new TestMachine().RunStatesAsync(Tasks);
        var counted = await new TestMachine { Mode = HistoryMode.Counts }.RunStatesAsync(Tasks);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(counted.History, Is.Empty);
            Assert.That(counted.Counts.HistoryEvents, Is.EqualTo(all.History.Count));
        }
    }

    [Test]
    public async Task Events_carry_the_details_that_the_service_gives()
    {
        var outcome = await new TestMachine().RunStatesAsync(
            """
            {"A": {"Type": "Pass", "Assign": {"x": 1}, "Next": "T"},
             "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 9, "End": true,
                   "Arguments": {"FunctionName": "fail:E"}}}
            """);

        var exited = (StateExitedEventDetails)outcome.History[2].Details!;
        var scheduled = (TaskScheduledEventDetails)outcome.History[4].Details!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.History[0].Details, Is.InstanceOf<ExecutionStartedEventDetails>());
            Assert.That(exited.AssignedVariables!["x"].GetInt32(), Is.EqualTo(1));
            Assert.That((scheduled.ResourceType, scheduled.Resource, scheduled.Region), Is.EqualTo(("lambda", "invoke", "us-east-1")));
            Assert.That((scheduled.TimeoutInSeconds, scheduled.HeartbeatInSeconds), Is.EqualTo(((long?)9, (long?)null)));
            Assert.That(outcome.History[6].Details, Is.EqualTo(new TaskFailedEventDetails("lambda", "invoke", "E", "it failed with E")));
            Assert.That(outcome.History[7].Details, Is.EqualTo(new FailureEventDetails("E", "it failed with E")));
        }
    }

    [Test]
    public async Task The_failing_state_is_reported_with_its_input()
    {
        var outcome = await new TestMachine().RunStatesAsync(
            """
            {"M": {"Type": "Map", "Items": [{"n": 7}], "End": true, "ItemProcessor": {"StartAt": "F", "States": {
              "F": {"Type": "Fail", "Error": "E"}}}}}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.FailedState!.Name, Is.EqualTo("F"));
            Assert.That(outcome.FailedState.Input.GetRawText(), Is.EqualTo("""{"n":7}"""));
        }
    }

    [Test]
    public async Task An_express_execution_ends_after_five_minutes()
    {
        var machine = new TestMachine { Type = StateMachineType.Express };

        var outcome = await machine.RunStatesAsync("""{"A": {"Type": "Wait", "Seconds": 301, "End": true}}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.TimedOut));
            Assert.That(outcome.StopTime - outcome.StartTime, Is.EqualTo(Quotas.ExpressDuration));
            Assert.That(outcome.ExecutionArn, Does.Match(@"\Aarn:aws:states:us-east-1:123456789012:express:machine:run-1:[0-9a-f-]{36}\z"));
        }
    }

    [TestCase("$split('\U0001F600', '')[0]")]
    [TestCase("{$split('\U0001F600', '')[0]: 1}")]
    [TestCase("$hash($split('\U0001F600', '')[0], 'MD5')")]
    [TestCase("$error($split('\U0001F600', '')[0])")]
    public async Task Half_a_character_fails_the_state_whose_expression_gives_it(string expression)
    {
        var outcome = await new TestMachine().RunStatesAsync(
            $$$"""
            {"A": {"Type": "Parallel", "Next": "B", "Branches": [{"StartAt": "P", "States": {"P": {"Type": "Pass", "Output": "{% {{{expression}}} %}", "End": true} } }],
                   "Catch": [{"ErrorEquals": ["States.QueryEvaluationError"], "Next": "B"}]},
             "B": {"Type": "Pass", "End": true}}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded));
            Assert.That(outcome.Output!.Value.GetProperty("Error").GetString(), Is.EqualTo("States.QueryEvaluationError"));
            Assert.That(outcome.Output.Value.GetProperty("Cause").GetString(), Does.Contain("threw an error during evaluation"));
        }
    }

    [TestCase("{}", """{"Error":null,"Cause":null}""")]
    [TestCase("""{"Error": "E"}""", """{"Error":"E","Cause":null}""")]
    [TestCase("""{"Cause": "c"}""", """{"Error":null,"Cause":"c"}""")]
    public async Task An_error_output_has_null_for_what_a_failure_lacks(string fields, string errorOutput)
    {
        var fail = JsonNode.Parse(fields)!.AsObject();
        fail["Type"] = "Fail";

        var outcome = await new TestMachine().RunStatesAsync(
            $$$"""
            {"A": {"Type": "Parallel", "Next": "B", "Branches": [{"StartAt": "F", "States": {"F": {{{fail.ToJsonString()}}} } }],
                   "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}]},
             "B": {"Type": "Pass", "End": true}}
            """);

        Assert.That(outcome.Output?.GetRawText(), Is.EqualTo(errorOutput), outcome.Cause);
    }

    [TestCase("""{"a": "\ud83d"}""", "unpaired surrogate")]
    [TestCase("""{"\ude00": 1}""", "unpaired surrogate")]
    [TestCase("""{"a": 1, "a": 2}""", "twice")]
    public void An_input_that_not_all_read_alike_starts_nothing(string input, string problem) =>
        Assert.That(
            () => new TestMachine().RunStatesAsync("""{"A": {"Type": "Pass", "End": true}}""", input),
            Throws.ArgumentException.With.Message.Contains(problem));

    [Test]
    public async Task What_is_escaped_and_whole_passes_as_it_is()
    {
        const string Input = """{"a":"\ud83d\ude00 \\ud83d","\u00e9":"\\\ud83d\ude00"}""";

        var outcome = await new TestMachine().RunStatesAsync(
            """{"A": {"Type": "Pass", "Output": "{% $states.input %}", "Next": "B"}, "B": {"Type": "Pass", "End": true}}""", Input);

        Assert.That(JsonElement.DeepEquals(outcome.Output!.Value, JsonElement.Parse(Input)));
    }

    [TestCase(StateMachineType.Standard, true)]
    [TestCase(StateMachineType.Express, false)]
    public async Task Only_a_standard_execution_knows_how_often_it_was_redriven(StateMachineType type, bool knows)
    {
        var outcome = await new TestMachine { Type = type }.RunStatesAsync(
            """{"A": {"Type": "Pass", "Output": "{% $exists($states.context.Execution.RedriveCount) %}", "End": true}}""");

        Assert.That(outcome.Output!.Value.GetBoolean(), Is.EqualTo(knows));
    }

    [TestCase("!!!")]
    [TestCase("aGk")]
    public async Task What_is_no_base64_fails_the_state(string text)
    {
        var outcome = await new TestMachine().RunStatesAsync($$$"""{"A": {"Type": "Pass", "Output": "{% $base64decode('{{{text}}}') %}", "End": true}}""");

        Assert.That((outcome.Error, outcome.Output?.GetString()), text == "!!!" ? Is.EqualTo(("States.QueryEvaluationError", (string?)null)) : Is.EqualTo(((string?)null, "hi")));
    }

    [Test]
    public async Task An_express_execution_has_no_limit_of_events()
    {
        var machine = new TestMachine { Type = StateMachineType.Express, Mode = HistoryMode.Counts };

        var outcome = await machine.RunStatesAsync(
            """
            {"M": {"Type": "Map", "Items": "{% [1..7000] %}", "End": true, "Output": "{% $count($states.result) %}",
                   "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetInt32(), Is.EqualTo(7000));
            Assert.That(outcome.Counts.HistoryEvents, Is.GreaterThan(Quotas.HistoryEvents));
        }
    }

    [Test]
    public async Task Cancellation_aborts_even_what_hangs()
    {
        using var source = new CancellationTokenSource();
        var machine = new TestMachine { Functions = { UsesLoopTime = false } };
        machine.Functions.Called += source.Cancel;

        var outcome = await machine.RunAsync(TestMachine.Definition(
            """
            {"P": {"Type": "Parallel", "End": true, "Branches": [
              {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                "Arguments": {"FunctionName": "hang"}}}},
              {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1000, "End": true}}}]}}
            """), cancellation: source.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Aborted));
            Assert.That(outcome.History[^1].Type, Is.EqualTo("ExecutionAborted"));
        }
    }

    [Test]
    public async Task Cancellation_stops_a_machine_that_never_waits()
    {
        using var source = new CancellationTokenSource();
        var machine = new TestMachine { Type = StateMachineType.Express, Mode = HistoryMode.Counts };
        machine.Functions.Called += source.Cancel;

        var outcome = await machine.RunAsync(TestMachine.Definition(
            """
            {"T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "A"},
             "A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Choice", "Choices": [{"Condition": false, "Next": "C"}], "Default": "A"},
             "C": {"Type": "Succeed"}}
            """), cancellation: source.Token);

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Aborted));
    }

    [Test]
    public async Task Executions_on_one_loop_share_its_clock()
    {
        using var loop = new EventLoop(TestMachine.Start);
        var interpreter = new Interpreter(await SharedEngine.GetAsync(), loop);
        var slow = await new TestMachine().LoadAsync(TestMachine.Definition("""{"A": {"Type": "Wait", "Seconds": 5, "End": true}}"""));
        var quick = await new TestMachine().LoadAsync(TestMachine.Definition("""{"A": {"Type": "Wait", "Seconds": 2, "End": true}}"""));

        var outcomes = await loop.InvokeAsync(() => Task.WhenAll(
            interpreter.RunAsync(slow, JsonElement.Parse("1"), "slow", CancellationToken.None),
            interpreter.RunAsync(quick, JsonElement.Parse("2"), "quick", CancellationToken.None)));

        Assert.That(outcomes.Select(outcome => (outcome.StopTime - TestMachine.Start).TotalSeconds), Is.EqualTo(new[] { 5d, 2d }));
    }

    [Test]
    public void An_input_over_the_quota_is_refused()
    {
        Assert.That(
            () => new TestMachine().RunAsync(TestMachine.Definition("""{"A": {"Type": "Succeed"}}"""), $"\"{new string('x', 262_143)}\""),
            Throws.ArgumentException.With.Message.Contains("262145 bytes"));
    }

    [Test]
    public async Task Credentials_choose_the_role_of_a_call()
    {
        var machine = new TestMachine();

        await machine.RunStatesAsync(
            """
            {"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "B"},
             "B": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                   "Credentials": {"RoleArn": "{% 'arn:aws:iam::123456789012:role/' & 'other' %}"}}}
            """);

        Assert.That(machine.Functions.Calls.Select(call => call.RoleArn), Is.EqualTo(new[]
        {
            "arn:aws:iam::123456789012:role/role", "arn:aws:iam::123456789012:role/other",
        }));
    }
}
