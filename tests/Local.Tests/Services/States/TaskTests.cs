using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Tests.Local.Iam;
using static Fanout.Tests.Local.Services.States.StatesCloud;

namespace Fanout.Tests.Local.Services.States;

public class TaskTests
{
    private string _queue = "";

    [SetUp]
    public async Task CreateQueueAsync() => _queue = Text(
        await ServiceAsync("sqs", "AmazonSQS.CreateQueue", new { QueueName = NewName() }), "QueueUrl");

    [Test]
    public async Task A_task_that_sent_its_token_to_a_queue_is_called_back()
    {
        var execution = await StartAsync(await MachineAsync());
        var token = await TokenAsync();

        await CallAsync("SendTaskHeartbeat", new { taskToken = token });
        var running = await DescribeAsync(execution);
        var answer = await CallAsync("SendTaskSuccess", new { taskToken = token, output = """{ "a": "ä" }""" });
        await EndAsync(execution);
        var description = await DescribeAsync(execution);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(running, "status"), Is.EqualTo("RUNNING"));
            Assert.That(answer.GetRawText(), Is.EqualTo("{}"));
            Assert.That(Text(description, "status"), Is.EqualTo("SUCCEEDED"));
            Assert.That(Text(description, "output"), Is.EqualTo("""{"a":"ä"}"""));
            Assert.That(await CodeAsync("SendTaskSuccess", new { taskToken = token, output = "{}" }), Is.EqualTo("TaskTimedOut"));
            Assert.That(await CodeAsync("SendTaskHeartbeat", new { taskToken = token }), Is.EqualTo("TaskTimedOut"));
        }
    }

    [Test]
    public async Task The_history_tells_of_the_request_and_its_limits()
    {
        var execution = await StartAsync(await MachineAsync());
        await CallAsync("SendTaskFailure", new { taskToken = await TokenAsync(), error = "Own", cause = "It says no." });
        await EndAsync(execution);

        var events = (await CallAsync("GetExecutionHistory", new { executionArn = execution })).GetProperty("events").EnumerateArray().ToArray();
        var scheduled = events[2].GetProperty("taskScheduledEventDetails");
        var submitted = events[4].GetProperty("taskSubmittedEventDetails");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(events.Select(item => Text(item, "type")), Is.EqualTo(new[]
            {
                "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskFailed", "ExecutionFailed",
            }));
            Assert.That((Text(scheduled, "resourceType"), Text(scheduled, "resource")), Is.EqualTo(("sqs", "sendMessage.waitForTaskToken")));
            Assert.That(scheduled.GetProperty("timeoutInSeconds").GetInt32(), Is.EqualTo(3600));
            Assert.That(scheduled.GetProperty("heartbeatInSeconds").GetInt32(), Is.EqualTo(600));
            Assert.That(Text(submitted, "output"), Does.Contain("\"MessageId\""));
            Assert.That((Text(await DescribeAsync(execution), "error"), Text(await DescribeAsync(execution), "cause")), Is.EqualTo(("Own", "It says no.")));
        }
    }

    [Test]
    public async Task A_token_ends_when_its_execution_is_stopped()
    {
        var execution = await StartAsync(await MachineAsync());
        var token = await TokenAsync();

        await CallAsync("StopExecution", new { executionArn = execution });

        Assert.That(
            await RefusalAsync("SendTaskSuccess", new { taskToken = token, output = "{}" }),
            Is.EqualTo(("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")));
    }

    [Test]
    public async Task What_is_not_valid_is_refused_and_the_task_goes_on_waiting()
    {
        var execution = await StartAsync(await MachineAsync());
        var token = await TokenAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CodeAsync("SendTaskSuccess", new { taskToken = token }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("SendTaskSuccess", new { output = "{}" }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("SendTaskSuccess", new { taskToken = token, output = "no json" }), Is.EqualTo("InvalidOutput"));
            Assert.That(await CodeAsync("SendTaskSuccess", new { taskToken = token, output = $"\"{new string('x', 262_143)}\"" }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("SendTaskSuccess", new { taskToken = token, output = $"\"{new string('ä', 131_072)}\"" }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("SendTaskFailure", new { taskToken = token, error = new string('x', 257) }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("SendTaskFailure", new { taskToken = token, cause = new string('x', 32_769) }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("SendTaskHeartbeat", new { taskToken = new string('x', 2_049) }), Is.EqualTo("ValidationException"));
            Assert.That(await CodeAsync("SendTaskHeartbeat", new { taskToken = "x" }), Is.EqualTo("InvalidToken"));
            Assert.That(await CodeAsync("SendTaskHeartbeat", new { taskToken = Elsewhere(token) }), Is.EqualTo("TaskDoesNotExist"));
            Assert.That(Text(await DescribeAsync(execution), "status"), Is.EqualTo("RUNNING"));
        }
    }

    [Test]
    public async Task Who_calls_back_needs_the_action_on_the_state_machine()
    {
        var (allowed, denied) = ("arn:aws:iam::123456789012:role/caller", "arn:aws:iam::123456789012:role/stranger");
        var machine = await MachineAsync();
        var execution = await StartAsync(machine);
        var token = await TokenAsync();
        StatesCloud.Cloud.Iam.Allow(allowed, machine, "states:SendTaskSuccess");
        StatesCloud.Cloud.Iam.Allow(denied, "arn:aws:states:us-east-1:123456789012:stateMachine:other", "states:SendTaskSuccess");

        var refusal = (await Assert.ThrowsAsync<AwsErrorException>(() => CallAsync("SendTaskSuccess", new { taskToken = token, output = "1" }, StatesCloud.Cloud.CredentialsOf(denied))))!;
        await CallAsync("SendTaskSuccess", new { taskToken = token, output = "1" }, StatesCloud.Cloud.CredentialsOf(allowed));
        await EndAsync(execution);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal.Code, Is.EqualTo("AccessDeniedException"));
            Assert.That(refusal.Message, Does.Contain($"is not authorized to perform: states:SendTaskSuccess on resource: {machine} because"));
            Assert.That(Text(await DescribeAsync(execution), "output"), Is.EqualTo("1"));
        }
    }

    [TestCase("sendTaskSuccess", """{"TaskToken": "{% $states.input.token %}", "Output": {"from": "{% $states.context.Execution.Name %}"}}""", "SUCCEEDED")]
    [TestCase("sendTaskFailure", """{"TaskToken": "{% $states.input.token %}", "Error": "Own", "Cause": "c"}""", "FAILED")]
    [TestCase("sendTaskHeartbeat", """{"TaskToken": "{% $states.input.token %}"}""", "RUNNING")]
    public async Task A_task_calls_a_task_of_another_execution_back(string action, string arguments, string status)
    {
        var execution = await StartAsync(await MachineAsync());
        var machine = await CreateAsync($$$"""{"Send": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:{{{action}}}", "Arguments": {{{arguments}}}, "End": true}}""");

        var sender = await DescribeAsync(await RunAsync(machine, JsonSerializer.Serialize(new { token = await TokenAsync() })));
        if (status != "RUNNING")
        {
            await EndAsync(execution);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That((Text(sender, "status"), Text(sender, "output")), Is.EqualTo(("SUCCEEDED", "{}")));
            Assert.That(Text(await DescribeAsync(execution), "status"), Is.EqualTo(status));
        }
    }

    [Test]
    public async Task A_task_that_calls_nobody_back_fails()
    {
        var machine = await CreateAsync("""{"Send": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:sendTaskHeartbeat", "Arguments": {"TaskToken": "x"}, "End": true}}""");

        Assert.That(Text(await DescribeAsync(await RunAsync(machine)), "error"), Is.EqualTo("Sfn.InvalidTokenException"));
    }

    [TestCase("lambda:invoke", """{"FunctionName": "f"}""")]
    [TestCase("sns:publish", """{"TopicArn": "t", "Message": "m"}""")]
    [TestCase("sqs:sendMessage", """{"QueueUrl": "q", "MessageBody": "m"}""")]
    [TestCase("states:startExecution", """{"StateMachineArn": "m"}""")]
    [TestCase("events:putEvents", """{"Entries": []}""")]
    [TestCase("aws-sdk:dynamodb:putItem", """{"TableName": "t", "Item": {}}""")]
    [TestCase("aws-sdk:eventbridge:putEvents", """{"Entries": []}""")]
    public async Task What_can_wait_for_a_callback_is_a_definition(string resource, string arguments) => Assert.That(
        await CreateAsync($$$"""{"A": {"Type": "Task", "Resource": "arn:aws:states:::{{{resource}}}.waitForTaskToken", "Arguments": {{{arguments}}}, "End": true}}"""),
        Does.StartWith($"{Account}:stateMachine:"));

    [TestCase("arn:aws:states:::dynamodb:putItem.waitForTaskToken", "STANDARD")]
    [TestCase("arn:aws:states:::http:invoke.waitForTaskToken", "STANDARD")]
    [TestCase("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "EXPRESS")]
    public async Task What_cannot_wait_for_a_callback_is_no_definition(string resource, string type) => Assert.That(
        await CodeAsync("CreateStateMachine", new
        {
            name = NewName(),
            roleArn = Role,
            type,
            definition = Definition($$$"""{"A": {"Type": "Task", "Resource": "{{{resource}}}", "Arguments": {}, "End": true}}"""),
        }),
        Is.EqualTo("InvalidDefinition"));

    // Its first state goes on; a next one is not entered, and a last one ends it as it would have ended.
    [TestCase("\"Next\": \"Never\"", ", \"Never\": {\"Type\": \"Pass\", \"End\": true}", "ABORTED")]
    [TestCase("\"End\": true", "", "SUCCEEDED")]
    public async Task A_machine_that_is_deleted_lets_what_runs_go_on_to_its_next_state(string transition, string others, string status)
    {
        var arn = await MachineAsync(transition, others);
        var execution = await StartAsync(arn);
        var token = await TokenAsync();
        var ended = await Interpreter.Loop.InvokeAsync(() => Task.FromResult(Interpreter.Executions.Find(execution)!.Ended));

        var answer = await CallAsync("DeleteStateMachine", new { stateMachineArn = arn });
        await CallAsync("DeleteStateMachine", new { stateMachineArn = arn });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.GetRawText(), Is.EqualTo("{}"));
            Assert.That(Text(await CallAsync("DescribeStateMachine", new { stateMachineArn = arn }), "status"), Is.EqualTo("DELETING"));
            Assert.That(Text(await DescribeAsync(execution), "status"), Is.EqualTo("RUNNING"));
            Assert.That(
                await RefusalAsync("StartExecution", new { stateMachineArn = arn }),
                Is.EqualTo(("StateMachineDeleting", $"State Machine is being deleted: '{arn}'")));
            Assert.That(await CodeAsync("UpdateStateMachine", new { stateMachineArn = arn, roleArn = Role }), Is.EqualTo("StateMachineDeleting"));
        }

        await CallAsync("SendTaskSuccess", new { taskToken = token, output = "{}" });
        Assert.That(ExecutionStatusName((await ended).Status), Is.EqualTo(status));
        while (await Interpreter.Loop.InvokeAsync(() => Task.FromResult(Interpreter.Executions.Find(execution) is not null)))
        {
            await Task.Yield();
        }

        Assert.That(await CodeAsync("DescribeStateMachine", new { stateMachineArn = arn }), Is.EqualTo("StateMachineDoesNotExist"));

        static string ExecutionStatusName(Fanout.Local.StepFunctions.ExecutionStatus ended) => ended.ToString().ToUpperInvariant();
    }

    private Task<string> MachineAsync(string transition = "\"End\": true", string others = "") => CreateAsync($$$"""
        {"Ask": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Arguments": {"QueueUrl": "{{{_queue}}}", "MessageBody": {"token": "{% $states.context.Task.Token %}"}},
            "TimeoutSeconds": 3600,
            "HeartbeatSeconds": 600,
            {{{transition}}}}{{{others}}}}
        """);

    private async Task<string> TokenAsync() => Text(JsonElement.Parse(Text(
        (await ServiceAsync("sqs", "AmazonSQS.ReceiveMessage", new { QueueUrl = _queue, WaitTimeSeconds = 20 })).GetProperty("Messages")[0], "Body")), "token");

    // A token of the same task that another cloud made.
    private static string Elsewhere(string token)
    {
        var bytes = Convert.FromBase64String(token);
        bytes[20] ^= 1;
        return Convert.ToBase64String(bytes);
    }

    private static async Task EndAsync(string execution) =>
        await await Interpreter.Loop.InvokeAsync(() => Task.FromResult(Interpreter.Executions.Find(execution)!.Ended));

    private static Task<JsonElement> ServiceAsync(string service, string target, object arguments) =>
        StatesCloud.Cloud.Json.CallAsync(service, target, JsonSerializer.SerializeToElement(arguments), StatesCloud.Cloud.Root, CancellationToken.None);
}
