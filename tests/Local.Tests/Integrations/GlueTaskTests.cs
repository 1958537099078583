using System.Text.Json;
using Amazon.S3.Model;
using Fanout.Local.Services.Glue;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Integrations;

public sealed class GlueTaskTests
{
    private const string JobRole = "arn:aws:iam::123456789012:role/job";

    private string _job = "";

    [SetUp]
    public void Name() => _job = $"glue-task-{Guid.NewGuid():N}";

    [Test]
    public async Task A_sync_task_waits_for_its_run_and_gives_it()
    {
        await DeployAsync("pass");
        JsonElement submitted = default;

        var run = await SharedCloud.CallAsync(
            "glue:startJobRun.sync",
            Arguments(", \"Arguments\": {\"--color\": \"red\"}, \"Timeout\": 2, \"NumberOfWorkers\": 3"),
            submitted: answer => submitted = answer);

        Assert.That(
            (submitted.GetProperty("JobName").GetString(), submitted.GetProperty("JobRunId").GetString()),
            Is.EqualTo((_job, run.GetProperty("Id").GetString())));
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
                $"JobName: \"{_job}\"",
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
        await DeployAsync("import sys\nsys.exit('It\\'s broken.')");

        var failure = await SharedCloud.FailureAsync("glue:startJobRun.sync", Arguments());

        Assert.That(failure.Error, Is.EqualTo("States.TaskFailed"));
        Assert.That(failure.Cause, Does.Contain(""" "ErrorMessage":"SystemExit: It's broken.", """.Trim()).And.Contain("""
            "JobRunState":"FAILED"
            """));
    }

    [TestCase("glue:BatchStopJobRun", true)]
    [TestCase("glue:GetJobRun", false)]
    public async Task A_sync_task_that_is_given_up_stops_its_run_where_its_role_may(string allowed, bool isStopped)
    {
        await DeployAsync("import time\ntime.sleep(60)");
        SharedCloud.Cloud.Iam.AddIdentityPolicy(_job, "p", Documents.Policy(Documents.Statement("Allow", new[] { "glue:StartJobRun", allowed }, "*")));
        using var given = new CancellationTokenSource();

        await Assert.ThatAsync(
            () => SharedCloud.CallAsync(
                "glue:startJobRun.sync", Arguments(), submitted: _ => given.Cancel(), role: $"arn:aws:iam::123456789012:role/{_job}", cancellation: given.Token),
            Throws.InstanceOf<OperationCanceledException>());

        var run = SharedCloud.Cloud.Glue.Runs.Single(run => run.Job.Name == _job);
        Assert.That(run.HasEnded, Is.EqualTo(isStopped));
        await GlueService.StopAsync(run);
        Assert.That(run.State, Is.EqualTo(JobRunState.Stopped));
    }

    [Test]
    public async Task A_task_that_does_not_wait_has_the_id_of_its_run()
    {
        await DeployAsync("pass");

        var started = await SharedCloud.CallAsync("glue:startJobRun", Arguments());

        await SharedCloud.Cloud.Jobs.EndOf(started.GetProperty("JobRunId").GetString()!);
        Assert.That(
            (started.GetProperty("JobName").GetString(), started.GetProperty("SdkHttpMetadata").GetProperty("HttpStatusCode").GetInt32()),
            Is.EqualTo((_job, 200)));
    }

    [Test]
    public async Task The_sdk_integration_gives_times_as_texts()
    {
        await DeployAsync("pass");
        var id = (await SharedCloud.CallAsync("aws-sdk:glue:startJobRun", Arguments())).GetProperty("JobRunId").GetString()!;
        await SharedCloud.Cloud.Jobs.EndOf(id);

        var runs = await SharedCloud.CallAsync("aws-sdk:glue:getJobRuns", Arguments());

        var run = runs.GetProperty("JobRuns").EnumerateArray().Single();
        Assert.That(run.GetProperty("Id").GetString(), Is.EqualTo(id));
        Assert.That(run.GetProperty("StartedOn").GetDateTimeOffset(), Is.LessThanOrEqualTo(DateTimeOffset.UtcNow));
    }

    [TestCase(
        """{"JobName": "other"}""",
        "Glue.EntityNotFoundException",
        "Failed to start job run due to missing metadata: other (Service: AWSGlue; Status Code: 400; Error Code: EntityNotFoundException; Request ID: ")]
    [TestCase("""{"JobName": 1}""", "States.Runtime", "The argument 'JobName' must be a string.")]
    [TestCase("""{"JobName": "job", "Arguments": {"--offset": 1}}""", "States.Runtime", "The argument 'Arguments.--offset' must be a string.")]
    [TestCase("""{"JobName": "job", "Arguments": "--offset 1"}""", "States.Runtime", "The argument 'Arguments' must be an object.")]
    [TestCase("""{"JobName": "job", "Timeout": 0}""", "Glue.InvalidInputException", "1 validation error detected: Value '0' at 'Timeout' ")]
    public async Task A_request_that_is_refused_fails_the_task(string arguments, string error, string cause)
    {
        var failure = await SharedCloud.FailureAsync("glue:startJobRun.sync", arguments);

        Assert.That(failure.Error, Is.EqualTo(error));
        Assert.That(failure.Cause, Does.StartWith(cause));
    }

    [Test]
    public async Task A_task_whose_role_may_not_fails_as_Glue_says()
    {
        var failure = await SharedCloud.FailureAsync("glue:startJobRun.sync", Arguments(), "arn:aws:iam::123456789012:role/nobody");

        Assert.That(failure.Error, Is.EqualTo("Glue.AccessDeniedException"));
        Assert.That(failure.Cause, Does
            .Contain($"is not authorized to perform: glue:StartJobRun on resource: arn:aws:glue:us-east-1:123456789012:job/{_job} ")
            .And.Contain("(Service: AWSGlue; Status Code: 400; Error Code: AccessDeniedException; Request ID: "));
    }

    [TestCase("glue:startJobRun.sync:2")]
    [TestCase("glue:getJobRun")]
    [TestCase("glue:getJobRun.sync")]
    [TestCase("aws-sdk:glue:startJobRun.sync")]
    public void What_is_no_action_is_not_resolved(string resource) =>
        Assert.That(SharedCloud.Catalog.Resolve($"arn:aws:states:::{resource}"), Is.Null);

    [Test]
    public void Arguments_are_checked_when_the_definition_is_loaded() => Assert.That(
        SharedCloud.Catalog.Resolve("arn:aws:states:::glue:startJobRun.sync")!.CheckArguments(JsonElement.Parse("""{"Job": "job"}""")),
        Is.EqualTo(new[]
        {
            "glue:startJobRun.sync has no parameter \"Job\" (did you mean \"JobName\"?); allowed: Arguments, JobName, NumberOfWorkers, Timeout, WorkerType.",
            "glue:startJobRun.sync needs the parameter \"JobName\".",
        }));

    private string Arguments(string more = "") => $$"""{"JobName": "{{_job}}"{{more}}}""";

    private async Task DeployAsync(string script)
    {
        SharedCloud.Cloud.Iam.AllowAll(JobRole);
        using var s3 = SharedCloud.Cloud.S3();
        await s3.PutBucketAsync(_job);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = _job, Key = "job.py", ContentBody = script });
        SharedCloud.Cloud.Glue.Deploy(new GlueJob(
            _job,
            GlueJobType.Etl,
            _job,
            "job.py",
            JobRole,
            new Dictionary<string, string> { ["--color"] = "green", ["--size"] = "small" },
            new Dictionary<string, string> { ["--shape"] = "round" },
            TimeSpan.FromMinutes(5),
            MaxConcurrentRuns: 1,
            new GlueCapacity("G.1X", 2, 2),
            "5.1"));
    }
}
