using System.Text.Json;
using Fanout.Local.Integrations;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;
using Fanout.Tests.Local.Services.Glue;
using Fanout.Tests.Local.StepFunctions;

namespace Fanout.Tests.Local.Integrations;

public sealed class GlueActionTests
{
    private readonly TestGlue _glue = new();
    private readonly EventLoop _loop = new();
    private readonly List<JsonElement> _submitted = [];

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _loop.Dispose();
        await _glue.DisposeAsync();
    }

    private GlueAction? Resolve(string resource) => GlueAction.Resolve(resource, _ => Task.FromResult(_glue.Service));

    private Task<JsonElement> CallAsync(string resource, string arguments) => Resolve(resource)!.CallAsync(
        JsonElement.Parse(arguments),
        new TaskContext
        {
            ExecutionArn = "arn:aws:states:eu-west-1:123456789012:execution:m:e",
            StateMachineArn = "arn:aws:states:eu-west-1:123456789012:stateMachine:m",
            RoleArn = "arn:aws:iam::123456789012:role/machine",
            StateName = "Consolidate",
            Callbacks = new TaskCallbacks(),
            Executions = new FakeExecutions(),
            MapRun = _ => null,
            Loop = _loop,
            Submitted = _submitted.Add,
            Heartbeat = () => { },
        },
        CancellationToken.None);

    [Test]
    public async Task A_sync_task_waits_for_its_run_and_gives_it()
    {
        _submitted.Clear();
        await _glue.RunAsync("pass");

        var run = await CallAsync(
            "glue:startJobRun.sync", """{"JobName": "job", "Arguments": {"--color": "red"}, "Timeout": 2, "NumberOfWorkers": 3}""");

        Assert.That(_submitted.Single().GetProperty("JobRunId").GetString(), Is.EqualTo(run.GetProperty("Id").GetString()));
        Assert.That(run.GetProperty("StartedOn").GetInt64(), Is.LessThanOrEqualTo(run.GetProperty("CompletedOn").GetInt64()));
        Assert.That(
            run.EnumerateObject()
                .Where(field => field.Name is not ("Id" or "StartedOn" or "CompletedOn" or "LastModifiedOn" or "ExecutionTime"))
                .Select(field => $"{field.Name}: {field.Value.GetRawText()}"),
            Is.EqualTo(new[]
            {
                "AllocatedCapacity: 3",
                """Arguments: {"--color":"red","--shape":"round","--size":"small"}""",
                "Attempt: 0",
                "GlueVersion: \"5.1\"",
                "JobName: \"job\"",
                "JobRunState: \"SUCCEEDED\"",
                "LogGroupName: \"/aws-glue/jobs\"",
                "MaxCapacity: 3",
                "NumberOfWorkers: 3",
                "PredecessorRuns: []",
                "Timeout: 2",
                "WorkerType: \"G.1X\"",
            }));
    }

    [Test]
    public async Task A_sync_task_fails_with_its_run()
    {
        await _glue.RunAsync("import sys\nsys.exit('It\\'s broken.')");

        var failure = (await Assert.ThrowsAsync<TaskFailedException>(() => CallAsync("glue:startJobRun.sync", """{"JobName": "job"}""")))!;

        Assert.That(failure.Error, Is.EqualTo("States.TaskFailed"));
        Assert.That(failure.Cause, Does.Contain(""" "ErrorMessage":"SystemExit: It's broken.", """.Trim()).And.Contain("""
            "JobRunState":"FAILED"
            """));
    }

    [Test]
    public async Task A_task_that_does_not_wait_has_the_id_of_its_run()
    {
        await _glue.RunAsync("pass");

        var started = await CallAsync("glue:startJobRun", """{"JobName": "job"}""");

        var run = _glue.Service.Runs.Single(run => run.Id == started.GetProperty("JobRunId").GetString());
        await Fanout.Local.Services.Glue.GlueService.WaitAsync(run, CancellationToken.None);
        Assert.That(
            (started.GetProperty("JobName").GetString(), started.GetProperty("SdkHttpMetadata").GetProperty("HttpStatusCode").GetInt32()),
            Is.EqualTo(("job", 200)));
    }

    [TestCase(
        """{"JobName": "other"}""",
        "Glue.EntityNotFoundException",
        "Failed to start job run due to missing metadata: other (Service: AWSGlue; Status Code: 400; Error Code: EntityNotFoundException; Request ID: ")]
    [TestCase("""{"JobName": 1}""", "States.Runtime", "The argument 'JobName' must be a string.")]
    [TestCase("""{"JobName": "job", "Arguments": {"--offset": 1}}""", "States.Runtime", "The argument '--offset' must be a string.")]
    [TestCase("""{"JobName": "job", "Arguments": "--offset 1"}""", "States.Runtime", "The argument 'Arguments' must be an object.")]
    [TestCase("""{"JobName": "job", "Timeout": 0}""", "States.Runtime", "The argument 'Timeout' must be a whole number of 1 or more.")]
    public async Task A_request_that_is_refused_fails_the_task(string arguments, string error, string cause)
    {
        var failure = (await Assert.ThrowsAsync<TaskFailedException>(() => CallAsync("glue:startJobRun.sync", arguments)))!;

        Assert.That(failure.Error, Is.EqualTo(error));
        Assert.That(failure.Cause, Does.StartWith(cause));
    }

    [TestCase("glue:startJobRun.sync:2")]
    [TestCase("glue:getJobRun")]
    [TestCase("athena:startQueryExecution")]
    public void What_is_no_action_is_not_resolved(string resource)
    {
        Assert.That(Resolve(resource), Is.Null);
    }

    [Test]
    public void Arguments_are_checked_when_the_definition_is_loaded()
    {
        Assert.That(
            Resolve("glue:startJobRun.sync")!.CheckArguments(JsonElement.Parse("""{"Job": "job"}""")),
            Is.EqualTo(new[]
            {
                "glue:startJobRun.sync has no parameter \"Job\" (did you mean \"JobName\"?); allowed: Arguments, JobName, NumberOfWorkers, Timeout, WorkerType.",
                "glue:startJobRun.sync needs the parameter \"JobName\".",
            }));
    }
}
