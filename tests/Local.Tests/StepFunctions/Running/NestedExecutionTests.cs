using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Infra.StatesLanguage;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.History;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.StepFunctions.Running;

public sealed partial class NestedExecutionTests
{
    private const string Echo = """{"Wait": {"Type": "Wait", "Seconds": 2, "Next": "Out"}, "Out": {"Type": "Pass", "Output": {"got": "{% $states.input %}"}, "End": true}}""";
    private const string Failing = """{"Wait": {"Type": "Wait", "Seconds": 1, "Next": "No"}, "No": {"Type": "Fail", "Error": "SomeFailure", "Cause": "It says \"no\"."}}""";
    private const string Hour = """{"Wait": {"Type": "Wait", "Seconds": 3600, "End": true}}""";

    private const string Account = "arn:aws:states:us-east-1:123456789012";

    private LocalCloud? _emulator;
    private TestMachines _machines = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _emulator = await TestCloud.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await (_emulator?.DisposeAsync() ?? ValueTask.CompletedTask);

    [SetUp]
    public async Task AddAsync()
    {
        _machines = await TestMachines.StartAsync(_emulator!.Gateway.Emulator);
        _machines.Add("child", StateMachineType.Standard, Echo);
        _machines.Add("failing", StateMachineType.Standard, Failing);
        _machines.Add("hour", StateMachineType.Standard, Hour);
        _machines.Add("express", StateMachineType.Express, Echo);
        _machines.Add("failing-express", StateMachineType.Express, Failing);
        _machines.Add("long-express", StateMachineType.Express, Hour);
    }

    [TearDown]
    public ValueTask DisposeAsync() => _machines.DisposeAsync();

    [Test]
    public async Task Sync_gives_the_description_with_input_and_output_as_texts()
    {
        var outcome = await _machines.CallAsync("states:startExecution.sync", Arguments("child", """, "Name": "one", "Input": {"a": 1}"""));

        Assert.That(outcome.Output!.Value.GetRawText(), Is.EqualTo(
            $$$"""
            {"ExecutionArn":"{{{Account}}}:execution:child:one","Input":"{\"a\":1}","InputDetails":{"Included":true},"Name":"one","Output":"{\"got\":{\"a\":1}}","OutputDetails":{"Included":true},"RedriveCount":0,"RedriveStatus":"NOT_REDRIVABLE","RedriveStatusReason":"Execution is SUCCEEDED and cannot be redriven","StartDate":1767323045000,"StateMachineArn":"{{{Account}}}:stateMachine:child","Status":"SUCCEEDED","StopDate":1767323047000}
            """));
        Assert.That(outcome.StopTime - outcome.StartTime, Is.EqualTo(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task Sync_2_gives_the_description_with_input_and_output_parsed()
    {
        var outcome = await _machines.CallAsync("states:startExecution.sync:2", Arguments("child", """, "Name": "one", "Input": "[1, \"é\"]" """));

        var result = outcome.Output!.Value;
        Assert.That(result.GetProperty("Input").GetRawText(), Is.EqualTo("""[1,"é"]"""));
        Assert.That(result.GetProperty("Output").GetRawText(), Is.EqualTo("""{"got":[1,"é"]}"""));
        Assert.That(result.GetProperty("Status").GetString(), Is.EqualTo("SUCCEEDED"));
    }

    [Test]
    public async Task Sync_fails_with_the_description_of_an_execution_that_failed()
    {
        var outcome = await _machines.CallAsync("states:startExecution.sync", Arguments("failing", """, "Name": "one" """));

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Failed));
        Assert.That(outcome.Error, Is.EqualTo("States.TaskFailed"));
        Assert.That(outcome.Cause, Is.EqualTo(
            $$$"""
            {"Cause":"It says \"no\".","Error":"SomeFailure","ExecutionArn":"{{{Account}}}:execution:failing:one","Input":"{}","InputDetails":{"Included":true},"Name":"one","RedriveCount":0,"RedriveStatus":"REDRIVABLE","StartDate":1767323045000,"StateMachineArn":"{{{Account}}}:stateMachine:failing","Status":"FAILED","StopDate":1767323046000}
            """));
        Assert.That(outcome.FailedChild!.FailedState!.Name, Is.EqualTo("No"));
    }

    [Test]
    public async Task Sync_submits_before_it_waits()
    {
        var outcome = await _machines.CallAsync("states:startExecution.sync:2", Arguments("child", """, "Name": "one" """));

        var submitted = (TaskOutputEventDetails)outcome.History.Single(item => item.Type == "TaskSubmitted").Details!;
        Assert.That(submitted.Output.GetProperty("ExecutionArn").GetString(), Is.EqualTo($"{Account}:execution:child:one"));
        Assert.That(submitted.Output.GetProperty("StartDate").GetInt64(), Is.EqualTo(1767323045000));
        Assert.That(submitted.Output.GetProperty("SdkHttpMetadata").GetProperty("HttpStatusCode").GetInt32(), Is.EqualTo(200));
    }

    [Test]
    public async Task A_request_goes_on_at_once_and_the_outcome_counts_what_it_started()
    {
        var outcome = await _machines.CallAsync("states:startExecution", Arguments("hour", ""));

        Assert.That(outcome.StopTime, Is.EqualTo(outcome.StartTime));
        Assert.That(outcome.Output!.Value.GetProperty("ExecutionArn").GetString(), Does.Match($"^{Account}:execution:hour:[0-9a-f-]{{36}}$"));
        Assert.That(outcome.Output.Value.GetProperty("StartDate").GetInt64(), Is.EqualTo(1767323045000));
        Assert.That(outcome.Counts.Children[StateMachineType.Standard], Is.EqualTo(new ChildCounts(1, 1, TimeSpan.FromHours(1))));
    }

    [Test]
    public async Task The_sdk_integration_gives_the_date_as_text()
    {
        var outcome = await _machines.CallAsync("aws-sdk:sfn:startExecution", Arguments("child", """, "Name": "one" """));

        Assert.That(outcome.Output!.Value.GetRawText(), Is.EqualTo(
            $$"""{"ExecutionArn":"{{Account}}:execution:child:one","StartDate":"2026-01-02T03:04:05Z"}"""));
    }

    [Test]
    public async Task A_synchronous_express_execution_is_described_with_texts_and_its_bill()
    {
        var outcome = await _machines.CallAsync("aws-sdk:sfn:startSyncExecution", Arguments("express", """, "Name": "one", "Input": {"a": 1}"""));

        var secondName = outcome.Output!.Value.GetProperty("ExecutionArn").GetString()!.Split(':')[^1];
        Assert.That(Guid.TryParse(secondName, out _));
        Assert.That(outcome.Output.Value, Is.EqualTo(JsonElement.Parse(
            $$$"""
            {"BillingDetails":{"BilledDurationInMilliseconds":2000,"BilledMemoryUsedInMB":64},"ExecutionArn":"{{{Account}}}:express:express:one:{{{secondName}}}","Input":"{\"a\":1}","InputDetails":{"Included":true},"Name":"one","Output":"{\"got\":{\"a\":1}}","OutputDetails":{"Included":true},"StartDate":"2026-01-02T03:04:05Z","StateMachineArn":"{{{Account}}}:stateMachine:express","Status":"SUCCEEDED","StopDate":"2026-01-02T03:04:07Z"}
            """)).Using<JsonElement>(JsonElement.DeepEquals));
        Assert.That(outcome.Counts.Children[StateMachineType.Express], Is.EqualTo(new ChildCounts(1, 2, TimeSpan.FromSeconds(2))));
    }

    [Test]
    public async Task A_synchronous_express_execution_that_fails_is_a_result()
    {
        var outcome = await _machines.CallAsync("aws-sdk:sfn:startSyncExecution", Arguments("failing-express", ""));

        var result = outcome.Output!.Value;
        Assert.That(result.GetProperty("Status").GetString(), Is.EqualTo("FAILED"));
        Assert.That(result.GetProperty("Error").GetString(), Is.EqualTo("SomeFailure"));
        Assert.That(result.GetProperty("Cause").GetString(), Is.EqualTo("It says \"no\"."));
        Assert.That(result.TryGetProperty("Output", out _), Is.False);
    }

    [Test]
    public async Task A_synchronous_express_execution_ends_after_five_minutes()
    {
        var outcome = await _machines.CallAsync("aws-sdk:sfn:startSyncExecution", Arguments("long-express", ""));

        Assert.That(outcome.Output!.Value.GetProperty("Status").GetString(), Is.EqualTo("TIMED_OUT"));
        Assert.That(outcome.Output.Value.GetProperty("BillingDetails").GetProperty("BilledDurationInMilliseconds").GetInt64(), Is.EqualTo(300_000));
    }

    [TestCase("aws-sdk:sfn:startSyncExecution", "child", "Sfn.StateMachineTypeNotSupportedException",
        "This operation is not supported by this type of state machine (Service: Sfn, Status Code: 400, Request ID: ID)")]
    [TestCase("states:startExecution.sync", "express", "StepFunctions.StateMachineTypeNotSupportedException",
        "This operation is not supported by this type of state machine (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineTypeNotSupported; Request ID: ID; Proxy: null)")]
    [TestCase("states:startExecution", "none", "StepFunctions.StateMachineDoesNotExistException",
        "State Machine Does Not Exist: 'arn:aws:states:us-east-1:123456789012:stateMachine:none' (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; Request ID: ID; Proxy: null)")]
    [TestCase("aws-sdk:sfn:startExecution", "none", "Sfn.StateMachineDoesNotExistException",
        "State Machine Does Not Exist: 'arn:aws:states:us-east-1:123456789012:stateMachine:none' (Service: Sfn, Status Code: 400, Request ID: ID)")]
    public async Task A_machine_that_cannot_be_started_so_is_an_error(string resource, string machine, string error, string cause)
    {
        var outcome = await _machines.CallAsync(resource, Arguments(machine, ""));

        Assert.That(outcome.Error, Is.EqualTo(error));
        Assert.That(RequestId().Replace(outcome.Cause!, "ID"), Is.EqualTo(cause));
    }

    [TestCase(""", "Name": "a b" """, "StepFunctions.InvalidNameException", "Invalid Name: 'a b'")]
    [TestCase(""", "Name": "" """, "StepFunctions.ValidationException", "1 validation error detected: Value '' at 'name'")]
    [TestCase(""", "Input": "{" """, "StepFunctions.InvalidExecutionInputException", "Invalid State Machine Execution Input: '")]
    public async Task Arguments_that_the_service_refuses_are_an_error(string more, string error, string cause)
    {
        var outcome = await _machines.CallAsync("states:startExecution.sync", Arguments("child", more));

        Assert.That(outcome.Error, Is.EqualTo(error));
        Assert.That(outcome.Cause, Does.StartWith(cause));
    }

    [Test]
    public async Task A_name_can_be_used_again_only_while_it_runs_and_with_the_same_input()
    {
        _machines.Add("names", StateMachineType.Standard, $$$"""
            {
              "Both": {"Type": "Parallel", "End": true, "Branches": [
                {"StartAt": "First", "States": {"First": {{{Start("First", 1)}}}}},
                {"StartAt": "Same", "States": {"Same": {{{Start("Same", 1)}}}}},
                {"StartAt": "Meanwhile", "States": {"Meanwhile": {"Type": "Wait", "Seconds": 1, "Next": "Other"}, "Other": {{{Start("Other", 2)}}}}},
                {"StartAt": "Later", "States": {"Later": {"Type": "Wait", "Seconds": 10, "Next": "Again"}, "Again": {{{Start("Again", 1)}}}}}
              ]}
            }
            """);

        var outcome = await _machines.RunAsync("names");

        var results = outcome.Output!.Value.EnumerateArray().Select(result => result.GetString()).ToArray();
        Assert.That(results, Is.EqualTo(new[]
        {
            "SUCCEEDED", "SUCCEEDED", "StepFunctions.ExecutionAlreadyExistsException", "StepFunctions.ExecutionAlreadyExistsException",
        }));
        Assert.That(outcome.Counts.Children[StateMachineType.Standard].Executions, Is.EqualTo(1));
    }

    [Test]
    public async Task A_task_that_times_out_stops_the_execution_that_it_waits_for()
    {
        _machines.Add("parent", StateMachineType.Standard, $$$"""
            {"Call": {
              "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "TimeoutSeconds": 5,
              "Arguments": {{{Arguments("hour", "")}}}, "End": true
            }}
            """);

        var outcome = await _machines.RunAsync("parent");

        Assert.That(outcome.Error, Is.EqualTo("States.Timeout"));
        Assert.That(outcome.StopTime - outcome.StartTime, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(outcome.Counts.Children[StateMachineType.Standard].Executions, Is.EqualTo(1));
    }

    [Test]
    public async Task What_a_task_waited_for_is_stopped_with_it()
    {
        _machines.Add("parent", StateMachineType.Standard, $$$"""
            {"Call": {
              "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "TimeoutSeconds": 5,
              "Arguments": {{{Arguments("hour", """, "Name": "one" """)}}}, "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Later"}], "End": true
            }, "Later": {"Type": "Wait", "Seconds": 7200, "End": true}}
            """);

        var outcome = await _machines.RunAsync("parent");

        var child = await _machines.EndOfAsync($"{Account}:execution:hour:one");
        Assert.That((child!.Status, child.StopTime - child.StartTime), Is.EqualTo((ExecutionStatus.Aborted, TimeSpan.FromSeconds(5))));
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded));
    }

    [TestCase("states:startExecution.sync", "states:StartExecution", "StepFunctions.AWSStepFunctionsException", "is not authorized to perform: states:StartExecution")]
    [TestCase("states:startExecution.sync:2", "states:DescribeExecution", "StepFunctions.AWSStepFunctionsException", "is not authorized to perform: states:DescribeExecution")]
    [TestCase("aws-sdk:sfn:startSyncExecution", "states:StartSyncExecution", "Sfn.SfnException", "is not authorized to perform: states:StartSyncExecution")]
    public async Task What_the_role_may_not_do_fails_the_task(string resource, string denied, string error, string cause)
    {
        const string role = "arn:aws:iam::123456789012:role/restricted";
        _machines.Cloud.Iam.AddRole(role, Documents.Trust("states.amazonaws.com"));
        _machines.Cloud.Iam.AllowAll(role);
        _machines.Cloud.Iam.AddIdentityPolicy(Caller.NameOf(role), "not-one", Documents.Policy(Documents.Statement("Deny", denied, "*")));

        var outcome = await _machines.CallAsync(resource, Arguments(resource.EndsWith("SyncExecution", StringComparison.Ordinal) ? "express" : "child", ""), role);

        Assert.That(outcome.Error, Is.EqualTo(error));
        Assert.That(outcome.Cause, Does.Contain(cause));
    }

    [Test]
    public async Task A_task_describes_and_stops_another_execution()
    {
        _machines.Add("parent", StateMachineType.Standard, $$$$"""
            {
              "Start": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "Arguments": {{{{Arguments("hour", "")}}}}, "Assign": {"arn": "{% $states.result.ExecutionArn %}"}, "Next": "Stop"},
              "Stop": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:stopExecution", "Arguments": {"ExecutionArn": "{% $arn %}", "Error": "Enough"}, "Next": "Describe"},
              "Describe": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:describeExecution", "Arguments": {"ExecutionArn": "{% $arn %}"}, "Output": "{% $states.result.(Status & ' ' & Error) %}", "End": true}
            }
            """);

        var outcome = await _machines.RunAsync("parent");

        Assert.That(outcome.Output?.GetString(), Is.EqualTo("ABORTED Enough"));
    }

    [Test]
    public async Task A_request_is_seen_and_counted_at_the_door_like_any_other()
    {
        await _machines.CallAsync("states:startExecution.sync:2", Arguments("child", ""));

        Assert.That(
            _machines.Cloud.Gateway.Requests.Where(request => request.Key.Service == "states"),
            Is.EquivalentTo(new Dictionary<(string, string), int> { [("states", "StartExecution")] = 1, [("states", "DescribeExecution")] = 1 }));
    }

    [Test]
    public async Task Nothing_is_started_for_a_task_that_is_not_there()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _machines.Cloud.Gateway.Endpoint);
        request.Content = new StringContent(Arguments("child", "").Replace("StateMachineArn", "stateMachineArn", StringComparison.Ordinal));
        request.Headers.Add("X-Amz-Target", "AWSStepFunctions.StartExecution");
        request.Headers.Add("Fanout-Task", $"{Guid.NewGuid()}");

        using var answer = await _machines.Cloud.Http.SendAsync(request, "states", _machines.Cloud.Root, CancellationToken.None);

        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("TaskTimedOut"));
    }

    [Test]
    public async Task Counts_of_executions_at_every_level_are_those_of_the_outermost()
    {
        _machines.Add("middle", StateMachineType.Standard, $$$"""
            {"Call": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:startSyncExecution", "Arguments": {{{Arguments("express", "")}}}, "End": true}}
            """);

        var outcome = await _machines.CallAsync("states:startExecution.sync:2", Arguments("middle", ""));

        Assert.That(outcome.Counts.Children, Is.EquivalentTo(new Dictionary<StateMachineType, ChildCounts>
        {
            [StateMachineType.Standard] = new(1, 1, TimeSpan.FromSeconds(2), TaskCalls: 1),
            [StateMachineType.Express] = new(1, 2, TimeSpan.FromSeconds(2)),
        }));
        Assert.That(outcome.Counts.TaskCalls["arn:aws:states:::aws-sdk:sfn:startSyncExecution"], Is.EqualTo(1));
    }

    [Test]
    public void An_unknown_argument_is_refused_when_the_definition_is_loaded() => Assert.That(
        async () => await _machines.CallAsync("states:startExecution.sync:2", """{"StateMachine": "x"}"""),
        Throws.TypeOf<DefinitionException>()
            .With.Message.Contains("states:startExecution.sync:2 has no parameter \"StateMachine\"")
            .And.Message.Contains("states:startExecution.sync:2 needs the parameter \"StateMachineArn\""));

    private static string Arguments(string machine, string more) => $$"""{"StateMachineArn": "{{TestMachines.Arn(machine)}}"{{more}}}""";

    private static string Start(string state, int input) => $$$"""
        {
          "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync", "End": true,
          "Arguments": {{{Arguments("child", $", \"Name\": \"one\", \"Input\": {{\"n\": {input}}}")}}},
          "Output": "{% $states.result.Status %}",
          "Catch": [{"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput.Error %}", "Next": "{{{state}}} failed"}]
        },
        "{{{state}}} failed": {"Type": "Succeed"}
        """;

    [GeneratedRegex("(?<=Request ID: )[0-9a-f-]{36}")]
    private static partial Regex RequestId();
}
