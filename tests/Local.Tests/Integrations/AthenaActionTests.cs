using System.Text.Json;
using Fanout.Local.Integrations;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;
using Fanout.Tests.Local.Services.Athena;
using Fanout.Tests.Local.StepFunctions;

namespace Fanout.Tests.Local.Integrations;

public sealed class AthenaActionTests
{
    private readonly TestAthena _athena = new();
    private readonly EventLoop _loop = new();
    private readonly List<JsonElement> _submitted = [];

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _loop.Dispose();
        await _athena.DisposeAsync();
    }

    private AthenaAction? Resolve(string resource) => AthenaAction.Resolve(resource, _ => Task.FromResult(_athena.Service));

    private Task<JsonElement> CallAsync(string resource, string arguments) => Resolve(resource)!.CallAsync(
        JsonElement.Parse(arguments),
        new TaskContext
        {
            ExecutionArn = "arn:aws:states:eu-west-1:123456789012:execution:m:e",
            StateMachineArn = "arn:aws:states:eu-west-1:123456789012:stateMachine:m",
            RoleArn = TestAthena.Role,
            StateName = "Query",
            MapRun = _ => null,
            Callbacks = new TaskCallbacks(),
            Executions = new FakeExecutions(),
            Loop = _loop,
            Submitted = answer =>
            {
                Assert.That(_loop.IsCurrent);
                _submitted.Add(answer);
            },
            Heartbeat = () => { },
        },
        CancellationToken.None);

    [Test]
    public async Task A_sync_task_waits_for_its_query_and_gives_the_execution()
    {
        _submitted.Clear();

        var result = await CallAsync(
            "athena:startQueryExecution.sync",
            """{"QueryString": "UNLOAD (SELECT 1 AS x) TO 's3://results/sync/' WITH (format = 'PARQUET')", "WorkGroup": "reports", "QueryExecutionContext": {"Database": "db"}}""");

        var execution = result.GetProperty("QueryExecution");
        var id = execution.GetProperty("QueryExecutionId").GetString();
        Assert.That(_submitted.Single().GetRawText(), Is.EqualTo($$"""{"QueryExecutionId":"{{id}}"}"""));
        Assert.That(execution.GetProperty("Status").GetRawText(), Is.EqualTo(
            """{"State":"SUCCEEDED","SubmissionDateTime":1640995200000,"CompletionDateTime":1640995200000}"""));
        Assert.That(execution.GetProperty("ResultConfiguration").GetProperty("OutputLocation").GetString(), Is.EqualTo($"s3://results/out/{id}"));
        Assert.That(
            execution.GetProperty("Statistics").GetProperty("DataManifestLocation").GetString(), Is.EqualTo($"s3://results/out/{id}-manifest.csv"));
    }

    [Test]
    public async Task A_sync_task_fails_with_its_query()
    {
        var failure = (await Assert.ThrowsAsync<TaskFailedException>(
            () => CallAsync("athena:startQueryExecution.sync", """{"QueryString": "SELECT 1 / 0", "WorkGroup": "reports"}""")))!;

        Assert.That(failure.Error, Is.EqualTo("States.TaskFailed"));
        var status = JsonElement.Parse(failure.Cause!).GetProperty("QueryExecution").GetProperty("Status");
        Assert.That(
            (status.GetProperty("State").GetString(), status.GetProperty("StateChangeReason").GetString(), status.GetProperty("AthenaError").GetProperty("ErrorCategory").GetInt32()),
            Is.EqualTo(("FAILED", "DIVISION_BY_ZERO: Division by zero", 2)));
    }

    [TestCase("athena", "(Service: AmazonAthena; Status Code: 400; Error Code: InvalidRequestException; Request ID: ")]
    [TestCase("aws-sdk:athena", "(Service: Athena, Status Code: 400, Request ID: ")]
    public async Task A_request_that_is_refused_fails_the_task(string service, string details)
    {
        var failure = (await Assert.ThrowsAsync<TaskFailedException>(
            () => CallAsync($"{service}:startQueryExecution", """{"QueryString": "SELEC 1", "WorkGroup": "reports"}""")))!;

        Assert.That(failure.Error, Is.EqualTo("Athena.InvalidRequestException"));
        Assert.That(failure.Cause, Does.StartWith("line 1:1: mismatched input 'SELEC'").And.Contains(details));
    }

    [TestCase("athena", "1640995200000")]
    [TestCase("aws-sdk:athena", "\"2022-01-01T00:00:00.000Z\"")]
    public async Task A_query_is_started_asked_after_and_read(string service, string time)
    {
        var started = await CallAsync($"{service}:startQueryExecution", """{"QueryString": "SELECT 'a' AS x", "WorkGroup": "reports"}""");
        var id = started.GetProperty("QueryExecutionId").GetString()!;
        await _athena.Service.WaitAsync(id, CancellationToken.None);

        var execution = await CallAsync($"{service}:getQueryExecution", $$"""{"QueryExecutionId": "{{id}}"}""");
        var results = await CallAsync($"{service}:getQueryResults", $$"""{"QueryExecutionId": "{{id}}", "MaxResults": 1}""");
        await CallAsync($"{service}:stopQueryExecution", $$"""{"QueryExecutionId": "{{id}}"}""");

        Assert.That(execution.GetProperty("QueryExecution").GetProperty("Status").GetProperty("SubmissionDateTime").GetRawText(), Is.EqualTo(time));
        Assert.That(results.GetProperty("ResultSet").GetProperty("Rows").GetRawText(), Is.EqualTo("""[{"Data":[{"VarCharValue":"x"}]}]"""));
        Assert.That(results.GetProperty("NextToken").GetString(), Is.EqualTo("1"));
    }

    [TestCase("athena:startQueryExecution.sync:2")]
    [TestCase("athena:getQueryExecution.sync")]
    [TestCase("aws-sdk:athena:startQueryExecution.sync")]
    [TestCase("athena:listWorkGroups")]
    [TestCase("dynamodb:getItem")]
    public void What_is_no_action_is_not_resolved(string resource)
    {
        Assert.That(Resolve(resource), Is.Null);
    }

    [Test]
    public void Arguments_are_checked_when_the_definition_is_loaded()
    {
        Assert.That(
            Resolve("athena:startQueryExecution.sync")!.CheckArguments(JsonElement.Parse("""{"Query": "SELECT 1"}""")),
            Is.EqualTo(new[]
            {
                "athena:startQueryExecution.sync has no parameter \"Query\"; allowed: ClientRequestToken, ExecutionParameters, "
                    + "QueryExecutionContext, QueryString, ResultConfiguration, WorkGroup.",
                "athena:startQueryExecution.sync needs the parameter \"QueryString\".",
            }));
    }
}
