using System.Text.Json;
using static Fanout.Tests.Local.Services.States.StatesCloud;

namespace Fanout.Tests.Local.Services.States;

public class ExecutionTests
{
    [Test]
    public async Task An_execution_is_started_and_described()
    {
        var machine = await CreateAsync(Echo);
        var before = DateTimeOffset.UtcNow;

        var started = await CallAsync("StartExecution", new { stateMachineArn = machine, name = "one", input = """{ "a": 1 }""", traceHeader = "Root=1" });
        await RunAsync(machine);
        var description = await DescribeAsync(Text(started, "executionArn"));

        var start = DateTimeOffset.UnixEpoch.AddSeconds(description.GetProperty("startDate").GetDouble());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(started, "executionArn"), Is.EqualTo(machine.Replace(":stateMachine:", ":execution:") + ":one"));
            Assert.That(started.GetProperty("startDate").GetDouble(), Is.EqualTo(description.GetProperty("startDate").GetDouble()));
            Assert.That(start, Is.EqualTo(before).Within(TimeSpan.FromMinutes(5)));
            Assert.That(description.GetProperty("stopDate").GetDouble(), Is.GreaterThanOrEqualTo(description.GetProperty("startDate").GetDouble()));
            Assert.That(Without(description, "startDate", "stopDate").ToJsonString(), Is.EqualTo(JsonSerializer.Serialize(new
            {
                executionArn = Text(started, "executionArn"),
                stateMachineArn = machine,
                name = "one",
                status = "SUCCEEDED",
                redriveCount = 0,
                inputDetails = new { included = true },
                input = """{"a":1}""",
                outputDetails = new { included = true },
                output = """{"got":{"a":1}}""",
                traceHeader = "Root=1",
                redriveStatus = "NOT_REDRIVABLE",
                redriveStatusReason = "Execution is SUCCEEDED and cannot be redriven",
            })));
        }
    }

    [Test]
    public async Task A_failed_execution_has_its_error_and_no_output()
    {
        var machine = await CreateAsync("""{"No": {"Type": "Fail", "Error": "Some", "Cause": "It says no."}}""");

        var description = await DescribeAsync(await RunAsync(machine));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(description, "status"), Is.EqualTo("FAILED"));
            Assert.That((Text(description, "error"), Text(description, "cause")), Is.EqualTo(("Some", "It says no.")));
            Assert.That(description.TryGetProperty("output", out _), Is.False);
            Assert.That(Text(description, "redriveStatus"), Is.EqualTo("REDRIVABLE"));
        }
    }

    [Test]
    public async Task An_execution_that_times_out_is_described_without_an_error()
    {
        var machine = Text(await CallAsync("CreateStateMachine", new
        {
            name = NewName(),
            roleArn = Role,
            definition = Definition("""{"Wait": {"Type": "Wait", "Seconds": 3600, "End": true}}""").Replace("{\"QueryLanguage\"", "{\"TimeoutSeconds\": 1, \"QueryLanguage\""),
        }), "stateMachineArn");

        var description = await DescribeAsync(await RunAsync(machine));

        Assert.That(Text(description, "status"), Is.EqualTo("TIMED_OUT"));
        Assert.That(description.TryGetProperty("error", out _), Is.False);
    }

    [Test]
    public async Task Data_that_is_not_asked_for_is_left_out()
    {
        var machine = await CreateAsync(Echo);
        var arn = await RunAsync(machine);

        var description = await CallAsync("DescribeExecution", new { executionArn = arn, includedData = "METADATA_ONLY" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(description.TryGetProperty("input", out _) || description.TryGetProperty("output", out _), Is.False);
            Assert.That(description.GetProperty("inputDetails").GetProperty("included").GetBoolean(), Is.False);
        }
    }

    [Test]
    public async Task The_same_name_and_input_is_the_same_execution_while_it_runs()
    {
        var machine = await CreateAsync(Hour);
        var request = new { stateMachineArn = machine, name = "one", input = "[1]" };
        var first = await CallAsync("StartExecution", request);

        var again = await CallAsync("StartExecution", request);
        var other = await RefusalAsync("StartExecution", new { stateMachineArn = machine, name = "one", input = "[2]" });
        await CallAsync("StopExecution", new { executionArn = Text(first, "executionArn") });
        var ended = await CodeAsync("StartExecution", request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.GetRawText(), Is.EqualTo(first.GetRawText()));
            Assert.That(other, Is.EqualTo(("ExecutionAlreadyExists", $"Execution Already Exists: '{Text(first, "executionArn")}'")));
            Assert.That(ended, Is.EqualTo("ExecutionAlreadyExists"));
        }
    }

    [Test]
    public async Task An_execution_is_stopped_with_what_is_said_of_it()
    {
        var arn = await StartAsync(await CreateAsync(Hour));

        var running = await DescribeAsync(arn);
        var stopped = await CallAsync("StopExecution", new { executionArn = arn, error = "Why", cause = "Because." });
        var description = await DescribeAsync(arn);
        var again = await CallAsync("StopExecution", new { executionArn = arn, error = "Other" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((Text(running, "status"), Text(running, "redriveStatusReason")), Is.EqualTo(("RUNNING", "Execution is RUNNING and cannot be redriven")));
            Assert.That(running.TryGetProperty("stopDate", out _), Is.False);
            Assert.That((Text(description, "status"), Text(description, "error"), Text(description, "cause")), Is.EqualTo(("ABORTED", "Why", "Because.")));
            Assert.That(description.GetProperty("stopDate").GetDouble(), Is.EqualTo(stopped.GetProperty("stopDate").GetDouble()));
            Assert.That(again.GetRawText(), Is.EqualTo(stopped.GetRawText()));
        }
    }

    [Test]
    public async Task What_an_execution_started_goes_on_when_it_is_stopped()
    {
        var child = await CreateAsync(Hour);
        var parent = await CreateAsync($$$$"""
            {"Call": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "Arguments": {"StateMachineArn": "{{{{child}}}}"}, "Next": "Wait"},
             "Wait": {"Type": "Wait", "Seconds": 3600, "End": true}}
            """);
        var arn = await StartAsync(parent);
        await ListedAsync(child, 1);

        await CallAsync("StopExecution", new { executionArn = arn });
        var listed = await ListedAsync(child, 1);

        Assert.That(Texts(listed, "executions", "status"), Is.EqualTo(new[] { "RUNNING" }));
    }

    [Test]
    public async Task What_a_task_starts_is_listed_and_has_a_history()
    {
        var child = await CreateAsync(Echo);
        var parent = await CreateAsync($$$$"""
            {"Call": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Arguments": {"StateMachineArn": "{{{{child}}}}", "Input": [1]}, "End": true}}
            """);
        await RunAsync(parent);

        var listed = await ListedAsync(child, 1);
        var history = await CallAsync("GetExecutionHistory", new { executionArn = Texts(listed, "executions", "executionArn")[0] });

        Assert.That(Texts(history, "events", "type"), Is.EqualTo(new[] { "ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded" }));
    }

    [Test]
    public async Task Executions_are_listed_the_newest_first_by_pages_and_by_status()
    {
        var machine = await CreateAsync("""
            {"Choose": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.fails %}", "Next": "No"}], "Default": "Yes"},
             "No": {"Type": "Fail"}, "Yes": {"Type": "Succeed"}}
            """);
        var arns = new List<string>();
        foreach (var fails in new[] { "false", "true", "false", "false" })
        {
            arns.Insert(0, await RunAsync(machine, $$"""{"fails": {{fails}}}"""));
        }

        var all = await CallAsync("ListExecutions", new { stateMachineArn = machine });
        var first = await CallAsync("ListExecutions", new { stateMachineArn = machine, maxResults = 3 });
        // What starts between two pages moves nothing.
        await RunAsync(machine, """{"fails": false}""");
        var second = await CallAsync("ListExecutions", new { stateMachineArn = machine, maxResults = 3, nextToken = Text(first, "nextToken") });
        var failed = await CallAsync("ListExecutions", new { stateMachineArn = machine, statusFilter = "FAILED" });
        var redriven = await CallAsync("ListExecutions", new { stateMachineArn = machine, redriveFilter = "REDRIVEN" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Texts(all, "executions", "executionArn"), Is.EqualTo(arns));
            Assert.That(all.TryGetProperty("nextToken", out _), Is.False);
            Assert.That(Texts(first, "executions", "executionArn"), Is.EqualTo(arns[..3]));
            Assert.That(Texts(second, "executions", "executionArn"), Is.EqualTo(arns[3..]));
            Assert.That(second.TryGetProperty("nextToken", out _), Is.False);
            Assert.That(Texts(failed, "executions", "executionArn"), Is.EqualTo(new[] { arns[2] }));
            Assert.That(redriven.GetProperty("executions").GetArrayLength(), Is.Zero);
            Assert.That(
                Without(all.GetProperty("executions")[0], "startDate", "stopDate").ToJsonString(),
                Is.EqualTo($$"""{"executionArn":"{{arns[0]}}","stateMachineArn":"{{machine}}","name":"{{arns[0].Split(':')[^1]}}","status":"SUCCEEDED","redriveCount":0}"""));
        }
    }

    [Test]
    public async Task A_token_is_good_for_its_listing_only()
    {
        var machine = await CreateAsync(Echo);
        await RunAsync(machine);
        await RunAsync(machine);
        var token = Text(await CallAsync("ListExecutions", new { stateMachineArn = machine, maxResults = 1 }), "nextToken");

        var otherFilter = await RefusalAsync("ListExecutions", new { stateMachineArn = machine, maxResults = 1, nextToken = token, statusFilter = "FAILED" });
        var noToken = await RefusalAsync("ListExecutions", new { stateMachineArn = machine, nextToken = "x" });

        Assert.That(otherFilter, Is.EqualTo(("InvalidToken", "Invalid Token: 'Invalid token'")));
        Assert.That(noToken, Is.EqualTo(("InvalidToken", "Invalid Token: 'Invalid token'")));
    }

    [Test]
    public async Task A_history_is_told_forwards_backwards_and_by_pages()
    {
        var arn = await RunAsync(await CreateAsync(Echo), "[1]");

        var events = await CallAsync("GetExecutionHistory", new { executionArn = arn });
        var backwards = await CallAsync("GetExecutionHistory", new { executionArn = arn, reverseOrder = true });
        var first = await CallAsync("GetExecutionHistory", new { executionArn = arn, maxResults = 3 });
        var rest = await CallAsync("GetExecutionHistory", new { executionArn = arn, maxResults = 3, nextToken = Text(first, "nextToken") });

        var texts = events.GetProperty("events").EnumerateArray().Select(item => Without(item, "timestamp").ToJsonString()).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(texts, Is.EqualTo(new[]
            {
                $$$"""{"type":"ExecutionStarted","id":1,"previousEventId":0,"executionStartedEventDetails":{"input":"[1]","inputDetails":{"truncated":false},"roleArn":"{{{Role}}}"}}""",
                """{"type":"PassStateEntered","id":2,"previousEventId":0,"stateEnteredEventDetails":{"name":"Out","input":"[1]","inputDetails":{"truncated":false}}}""",
                Escaped("""{"type":"PassStateExited","id":3,"previousEventId":2,"stateExitedEventDetails":{"name":"Out","output":"{"got":[1]}","outputDetails":{"truncated":false}}}"""),
                Escaped("""{"type":"ExecutionSucceeded","id":4,"previousEventId":3,"executionSucceededEventDetails":{"output":"{"got":[1]}","outputDetails":{"truncated":false}}}"""),
            }));
            Assert.That(events.GetProperty("events")[0].GetProperty("timestamp").ValueKind, Is.EqualTo(JsonValueKind.Number));
            Assert.That(Ids(backwards), Is.EqualTo(new[] { 4, 3, 2, 1 }));
            Assert.That(Ids(first), Is.EqualTo(new[] { 1, 2, 3 }));
            Assert.That(Ids(rest), Is.EqualTo(new[] { 4 }));
        }

        static string Escaped(string json) => json.Replace("{\"got\":[1]}", "{\\u0022got\\u0022:[1]}");
    }

    [Test]
    public async Task A_history_without_data_keeps_the_names()
    {
        var arn = await RunAsync(await CreateAsync("""{"Out": {"Type": "Pass", "Assign": {"v": 1}, "End": true}}"""), "[1]");

        var with = await CallAsync("GetExecutionHistory", new { executionArn = arn });
        var without = await CallAsync("GetExecutionHistory", new { executionArn = arn, includeExecutionData = false });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                with.GetProperty("events")[2].GetProperty("stateExitedEventDetails").GetRawText(),
                Is.EqualTo("""{"name":"Out","output":"[1]","outputDetails":{"truncated":false},"assignedVariables":{"v":"1"},"assignedVariablesDetails":{"truncated":false}}"""));
            Assert.That(without.GetProperty("events")[2].GetProperty("stateExitedEventDetails").GetRawText(), Is.EqualTo("""{"name":"Out"}"""));
        }
    }

    [Test]
    public async Task A_history_is_told_while_the_execution_runs()
    {
        var arn = await StartAsync(await CreateAsync(Hour));
        // The wait has begun when its stop is answered, and no sooner.
        var history = await CallAsync("GetExecutionHistory", new { executionArn = arn });
        await CallAsync("StopExecution", new { executionArn = arn });
        var ended = await CallAsync("GetExecutionHistory", new { executionArn = arn });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Texts(history, "events", "type")[0], Is.EqualTo("ExecutionStarted"));
            Assert.That(Texts(history, "events", "type"), Has.None.StartsWith("ExecutionAborted"));
            Assert.That(
                Without(ended.GetProperty("events").EnumerateArray().Last(), "timestamp", "id").ToJsonString(),
                Is.EqualTo("""{"type":"ExecutionAborted","previousEventId":0,"executionAbortedEventDetails":{}}"""));
        }
    }

    [Test]
    public async Task Every_kind_of_event_has_its_details()
    {
        var child = await CreateAsync(Echo);
        var arn = await RunAsync(await CreateAsync($$$$"""
            {"Map": {"Type": "Map", "Items": [1], "ItemProcessor": {"StartAt": "In", "States": {"In": {"Type": "Pass", "End": true}}}, "Next": "Call"},
             "Call": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "TimeoutSeconds": 60,
                      "Arguments": {"StateMachineArn": "{{{{child}}}}"}, "Next": "Function"},
             "Function": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:none",
                          "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Bad"}], "Next": "Bad"},
             "Bad": {"Type": "Pass", "Output": "{% $error('no') %}", "End": true}}
            """));

        var history = await CallAsync("GetExecutionHistory", new { executionArn = arn });

        var details = history.GetProperty("events").EnumerateArray().Select(item =>
            $"{Text(item, "type")}: {string.Join(' ', item.EnumerateObject().Where(member => member.Name.EndsWith("Details")).Select(member => $"{member.Name}({string.Join(' ', member.Value.EnumerateObject().Select(part => part.Name))})"))}");
        Assert.That(details, Is.SupersetOf(new[]
        {
            "MapStateStarted: mapStateStartedEventDetails(length)",
            "MapIterationStarted: mapIterationStartedEventDetails(name index)",
            "MapIterationSucceeded: mapIterationSucceededEventDetails(name index)",
            "MapStateSucceeded: ",
            "TaskScheduled: taskScheduledEventDetails(resourceType resource region parameters timeoutInSeconds)",
            "TaskStarted: taskStartedEventDetails(resourceType resource)",
            "TaskSubmitted: taskSubmittedEventDetails(resourceType resource output outputDetails)",
            "TaskSucceeded: taskSucceededEventDetails(resourceType resource output outputDetails)",
            "LambdaFunctionScheduled: lambdaFunctionScheduledEventDetails(resource input inputDetails)",
            "LambdaFunctionStarted: ",
            "LambdaFunctionFailed: lambdaFunctionFailedEventDetails(error cause)",
            "EvaluationFailed: evaluationFailedEventDetails(error cause location state)",
            "ExecutionFailed: executionFailedEventDetails(error cause)",
        }));
    }

    [Test]
    public async Task A_synchronous_execution_is_answered_with_its_output_and_bill()
    {
        var machine = await CreateAsync(Echo, "EXPRESS");

        var answer = await CallAsync("StartSyncExecution", new { stateMachineArn = machine, name = "one", input = "[1]" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(answer, "executionArn"), Does.StartWith($"{machine.Replace(":stateMachine:", ":express:")}:one:"));
            Assert.That((Text(answer, "status"), Text(answer, "output"), Text(answer, "input")), Is.EqualTo(("SUCCEEDED", """{"got":[1]}""", "[1]")));
            Assert.That(answer.GetProperty("billingDetails").GetProperty("billedMemoryUsedInMB").GetInt32(), Is.EqualTo(64));
            Assert.That(answer.GetProperty("billingDetails").GetProperty("billedDurationInMilliseconds").GetInt64() % 100, Is.Zero);
            Assert.That(answer.GetProperty("stopDate").ValueKind, Is.EqualTo(JsonValueKind.Number));
        }
    }

    [Test]
    public async Task A_synchronous_execution_that_fails_is_answered_too()
    {
        var machine = await CreateAsync("""{"No": {"Type": "Fail", "Error": "Some"}}""", "EXPRESS");

        var answer = await CallAsync("StartSyncExecution", new { stateMachineArn = machine });

        Assert.That((Text(answer, "status"), Text(answer, "error")), Is.EqualTo(("FAILED", "Some")));
    }

    [Test]
    public async Task What_a_type_of_machine_cannot_do_is_refused()
    {
        var standard = await CreateAsync(Echo);
        var express = await CreateAsync(Echo, "EXPRESS");
        var execution = await StartAsync(express);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await RefusalAsync("StartSyncExecution", new { stateMachineArn = standard }),
                Is.EqualTo(("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")));
            Assert.That(await CodeAsync("ListExecutions", new { stateMachineArn = express }), Is.EqualTo("StateMachineTypeNotSupported"));
            foreach (var operation in new[] { "DescribeExecution", "StopExecution", "GetExecutionHistory", "DescribeStateMachineForExecution" })
            {
                Assert.That(
                    await RefusalAsync(operation, new { executionArn = execution }),
                    Is.EqualTo(("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'")));
            }
        }
    }

    [Test]
    public async Task Express_executions_may_share_a_name()
    {
        var machine = await CreateAsync(Echo, "EXPRESS");

        var first = await CallAsync("StartExecution", new { stateMachineArn = machine, name = "one" });
        var second = await CallAsync("StartExecution", new { stateMachineArn = machine, name = "one" });

        Assert.That(Text(second, "executionArn"), Is.Not.EqualTo(Text(first, "executionArn")));
    }

    [Test]
    public async Task The_machine_of_an_execution_is_what_it_was_when_it_started()
    {
        var machine = await CreateAsync(Echo);
        var arn = await RunAsync(machine);
        await CallAsync("UpdateStateMachine", new { stateMachineArn = machine, definition = Definition(Hour) });

        var description = await CallAsync("DescribeStateMachineForExecution", new { executionArn = arn });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(description, "stateMachineArn"), Is.EqualTo(machine));
            Assert.That(Text(description, "definition"), Is.EqualTo(Definition(Echo)));
            Assert.That(description.TryGetProperty("revisionId", out _), Is.False);
            Assert.That(description.GetProperty("updateDate").ValueKind, Is.EqualTo(JsonValueKind.Number));
        }
    }

    [TestCase("DescribeExecution")]
    [TestCase("StopExecution")]
    [TestCase("GetExecutionHistory")]
    [TestCase("DescribeStateMachineForExecution")]
    [TestCase("ListMapRuns")]
    public async Task An_execution_that_is_not_there_is_an_error(string operation)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await RefusalAsync(operation, new { executionArn = $"{Account}:execution:none:one" }),
                Is.EqualTo(("ExecutionDoesNotExist", $"Execution Does Not Exist: '{Account}:execution:none:one'")));
            Assert.That(
                await RefusalAsync(operation, new { executionArn = "none" }), Is.EqualTo(("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: none'")));
            Assert.That(
                await RefusalAsync(operation, new { executionArn = MachineArn("none") }),
                Is.EqualTo(("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: stateMachine'")));
            Assert.That(
                await RefusalAsync(operation, new { }),
                Is.EqualTo(("ValidationException", "1 validation error detected: Value null at 'executionArn' failed to satisfy constraint: Member must not be null")));
        }
    }

    [TestCase("""{"stateMachineArn": "MACHINE", "name": "a b"}""", "InvalidName", "Invalid Name: 'a b'")]
    [TestCase("""{"stateMachineArn": "MACHINE", "name": ""}""", "ValidationException", "1 validation error detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [TestCase("""{"stateMachineArn": "MACHINE", "name": 1}""", "SerializationException", "name must be a text.")]
    [TestCase("""{"stateMachineArn": "MACHINE", "input": "not JSON"}""", "InvalidExecutionInput", "Invalid State Machine Execution Input: '")]
    [TestCase("""{"stateMachineArn": "MACHINE", "input": ""}""", "InvalidExecutionInput", "Invalid State Machine Execution Input: '")]
    [TestCase("""{"stateMachineArn": "MACHINE", "input": "{\"a\": 1, \"a\": 2}"}""", "InvalidExecutionInput", "Invalid State Machine Execution Input: 'it names a member of an object twice")]
    [TestCase("""{"stateMachineArn": "MACHINE", "traceHeader": "é"}""", "ValidationException", "'traceHeader' may hold ASCII characters only.")]
    [TestCase("""{"stateMachineArn": "MACHINE/Label"}""", "ValidationException", "'MACHINE/Label' is a Map within a state machine; name the state machine.")]
    [TestCase("""{"stateMachineArn": "MACHINE:7"}""", "StateMachineDoesNotExist", "State Machine Does Not Exist: 'MACHINE:7'")]
    [TestCase("""{"stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:none"}""", "StateMachineDoesNotExist", "State Machine Does Not Exist: 'arn:aws:states:us-east-1:123456789012:stateMachine:none'")]
    [TestCase("""{"stateMachineArn": "arn:aws:lambda:us-east-1:123456789012:function:f"}""", "InvalidArn", "Invalid Arn: 'arn:aws:lambda:us-east-1:123456789012:function:f'")]
    [TestCase("[]", "SerializationException", "The request's body is no JSON object.")]
    public async Task A_start_that_is_not_valid_is_refused(string arguments, string code, string message)
    {
        var machine = await CreateAsync(Echo);

        var refusal = await RefusalAsync("StartExecution", JsonElement.Parse(arguments.Replace("MACHINE", machine)));

        Assert.That(refusal.Code, Is.EqualTo(code));
        Assert.That(refusal.Message, Does.StartWith(message.Replace("MACHINE", machine)));
    }

    [Test]
    public async Task Texts_that_are_too_long_are_refused()
    {
        var machine = await CreateAsync(Echo);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await RefusalAsync("StartExecution", new { stateMachineArn = machine, name = new string('a', 81) }),
                Is.EqualTo(("ValidationException", $"1 validation error detected: Value '{new string('a', 81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80")));
            Assert.That(
                await RefusalAsync("StartExecution", new { stateMachineArn = machine, input = $"\"{new string('a', 262_143)}\"" }),
                Is.EqualTo(("ValidationException", "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144")));
            Assert.That(
                (await RefusalAsync("StartExecution", new { stateMachineArn = machine, input = $"\"{new string('é', 200_000)}\"" })).Message,
                Is.EqualTo("Invalid State Machine Execution Input: 'it has 400002 bytes; at most 262144 are allowed'"));
        }
    }

    [TestCase("""{"stateMachineArn": "MACHINE", "statusFilter": "succeeded"}""", "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]")]
    [TestCase("""{"stateMachineArn": "MACHINE", "maxResults": 1001}""", "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000")]
    [TestCase("""{"stateMachineArn": "MACHINE", "maxResults": -1}""", "1 validation error detected: Value '-1' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 0")]
    [TestCase("""{}""", "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null")]
    public async Task A_listing_that_is_not_valid_is_refused(string arguments, string message)
    {
        var machine = await CreateAsync(Echo);

        Assert.That(
            await RefusalAsync("ListExecutions", JsonElement.Parse(arguments.Replace("MACHINE", machine))), Is.EqualTo(("ValidationException", message)));
    }

    [Test]
    public async Task An_operation_that_is_not_there_is_named_with_those_that_are()
    {
        var refusal = await RefusalAsync("RedriveExecution", new { executionArn = $"{Account}:execution:none:one" });

        Assert.That(refusal.Code, Is.EqualTo("UnknownOperationException"));
        Assert.That(refusal.Message, Does.Contain("RedriveExecution").And.Contain("StartExecution, StartSyncExecution, StopExecution"));
    }

    [Test]
    public async Task A_role_needs_permission()
    {
        const string allowed = "arn:aws:iam::123456789012:role/starter";
        var machine = await CreateAsync(Echo);
        StatesCloud.Cloud.Iam.AddIdentityPolicy("starter", "start", Iam.Documents.Policy(Iam.Documents.Statement("Allow", "states:StartExecution", machine)));
        var caller = StatesCloud.Cloud.CredentialsOf(allowed);

        var started = await CallAsync("StartExecution", new { stateMachineArn = machine }, caller);

        Assert.That(Text(started, "executionArn"), Does.Contain(":execution:"));
        Assert.That(
            () => CallAsync("DescribeStateMachine", new { stateMachineArn = machine }, caller),
            Throws.TypeOf<Fanout.Local.Aws.AwsErrorException>().With.Property("Code").EqualTo("AccessDeniedException"));
    }

    private static int[] Ids(JsonElement history) =>
        [.. history.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("id").GetInt32())];

    /// <summary>The executions of a machine, once there are that many.</summary>
    private static async Task<JsonElement> ListedAsync(string machine, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var listed = await CallAsync("ListExecutions", new { stateMachineArn = machine });
            if (listed.GetProperty("executions").GetArrayLength() >= count)
            {
                return listed;
            }
            await Task.Delay(20, limit.Token);
        }
    }
}
