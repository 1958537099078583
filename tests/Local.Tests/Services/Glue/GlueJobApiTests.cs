using System.Text.Json;
using Fanout.Local.Services.Glue;

namespace Fanout.Tests.Local.Services.Glue;

public sealed class GlueJobApiTests
{
    private string _name = null!;

    [SetUp]
    public void Name() => _name = DataServices.NewName();

    [Test]
    public async Task A_job_is_read_as_it_was_given_and_overwritten_by_an_update()
    {
        await CreateAsync();
        var job = (await CallAsync("GetJob", $$"""{"JobName": "{{_name}}"}""")).GetProperty("Job");
        await CallAsync("UpdateJob", $$$$"""
            {
                "JobName": "{{{{_name}}}}",
                "JobUpdate": {"Role": "{{{{DataServices.GlueRole}}}}", "Command": {"Name": "glueetl", "PythonVersion": "3", "ScriptLocation": "s3://{{{{_name}}}}/job.py"}, "Timeout": 5}
            }
            """);
        var changed = (await CallAsync("GetJob", $$"""{"JobName": "{{_name}}"}""")).GetProperty("Job");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("Command").GetProperty("ScriptLocation").GetString(), Is.EqualTo($"s3://{_name}/job.py"));
            Assert.That(job.GetProperty("DefaultArguments").GetRawText(), Is.EqualTo("""{"--color":"green"}"""));
            Assert.That(job.GetProperty("MaxCapacity").GetDouble(), Is.EqualTo(0.0625));
            Assert.That(job.GetProperty("Timeout").GetInt32(), Is.EqualTo(2880));
            Assert.That(job.GetProperty("ExecutionProperty").GetProperty("MaxConcurrentRuns").GetInt32(), Is.EqualTo(2));
            Assert.That(job.TryGetProperty("Tags", out _), Is.False);
            Assert.That(changed.TryGetProperty("DefaultArguments", out _), Is.False);
            Assert.That(changed.GetProperty("Timeout").GetInt32(), Is.EqualTo(5));
            Assert.That(changed.GetProperty("CreatedOn").GetDouble(), Is.EqualTo(job.GetProperty("CreatedOn").GetDouble()));
        }
    }

    [Test]
    public async Task Jobs_are_listed_by_their_tags_and_deleted_whether_they_are_there_or_not()
    {
        await CreateAsync();
        var arn = $"arn:aws:glue:us-east-1:123456789012:job/{_name}";
        await CallAsync("TagResource", $$$"""{"ResourceArn": "{{{arn}}}", "TagsToAdd": {"of": "{{{_name}}}"}}""");
        await CallAsync("UntagResource", $$"""{"ResourceArn": "{{arn}}", "TagsToRemove": ["a"]}""");

        var tags = await CallAsync("GetTags", $$"""{"ResourceArn": "{{arn}}"}""");
        var names = await CallAsync("ListJobs", $$$"""{"Tags": {"of": "{{{_name}}}"}}""");
        var batch = await CallAsync("BatchGetJobs", $$"""{"JobNames": ["{{_name}}", "none"]}""");
        await CallAsync("DeleteJob", $$"""{"JobName": "{{_name}}"}""");
        var again = await CallAsync("DeleteJob", $$"""{"JobName": "{{_name}}"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tags.GetProperty("Tags").GetRawText(), Is.EqualTo($$"""{"of":"{{_name}}"}"""));
            Assert.That(names.GetProperty("JobNames").GetRawText(), Is.EqualTo($"[\"{_name}\"]"));
            Assert.That(batch.GetProperty("Jobs")[0].GetProperty("Name").GetString(), Is.EqualTo(_name));
            Assert.That(batch.GetProperty("JobsNotFound").GetRawText(), Is.EqualTo("""["none"]"""));
            Assert.That(again.GetProperty("JobName").GetString(), Is.EqualTo(_name));
            Assert.That(await RefusalAsync("GetJob", $$"""{"JobName": "{{_name}}"}"""), Is.EqualTo($"EntityNotFoundException: Job {_name} not found."));
            Assert.That(await RefusalAsync("GetTags", $$"""{"ResourceArn": "{{arn}}"}"""), Is.EqualTo($"EntityNotFoundException: There is no database and no job {arn}."));
        }
    }

    [Test]
    public async Task A_run_has_its_arguments_and_is_told_from_its_start_to_its_end()
    {
        await CreateAsync("import sys; sys.exit(0 if 'red' in sys.argv else 'not red')");
        var first = Id(await CallAsync("StartJobRun", $$$"""{"JobName": "{{{_name}}}", "Arguments": {"--color": "red"}}"""));
        await EndAsync(first);
        var second = Id(await CallAsync("StartJobRun", $$"""{"JobName": "{{_name}}"}"""));
        await EndAsync(second);

        var succeeded = await RunAsync(first);
        var failed = await RunAsync(second);
        var page = await CallAsync("GetJobRuns", $$"""{"JobName": "{{_name}}", "MaxResults": 1}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(succeeded.GetProperty("JobRunState").GetString(), Is.EqualTo("SUCCEEDED"));
            Assert.That(succeeded.GetProperty("Arguments").GetProperty("--color").GetString(), Is.EqualTo("red"));
            Assert.That(failed.GetProperty("JobRunState").GetString(), Is.EqualTo("FAILED"));
            Assert.That(failed.GetProperty("ErrorMessage").GetString(), Does.Contain("not red"));
            Assert.That(page.GetProperty("JobRuns")[0].GetProperty("Id").GetString(), Is.EqualTo(second));
            Assert.That(page.GetProperty("NextToken").GetString(), Is.EqualTo("1"));
        }
    }

    [Test]
    public async Task A_run_is_stopped_and_cannot_be_stopped_twice()
    {
        await CreateAsync("import threading; threading.Event().wait()");
        var id = Id(await CallAsync("StartJobRun", $$"""{"JobName": "{{_name}}"}"""));

        var stopped = await CallAsync("BatchStopJobRun", $$"""{"JobName": "{{_name}}", "JobRunIds": ["{{id}}", "none"]}""");
        var again = await CallAsync("BatchStopJobRun", $$"""{"JobName": "{{_name}}", "JobRunIds": ["{{id}}"]}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stopped.GetProperty("SuccessfulSubmissions").GetRawText(), Is.EqualTo($$"""[{"JobName":"{{_name}}","JobRunId":"{{id}}"}]"""));
            Assert.That(stopped.GetProperty("Errors")[0].GetProperty("ErrorDetail").GetProperty("ErrorCode").GetString(), Is.EqualTo("EntityNotFoundException"));
            Assert.That(again.GetProperty("Errors")[0].GetProperty("ErrorDetail").GetProperty("ErrorMessage").GetString(), Is.EqualTo($"Job run {id} has ended already: Stopped."));
            Assert.That((await RunAsync(id)).GetProperty("JobRunState").GetString(), Is.EqualTo("STOPPED"));
        }
    }

    [Test]
    public async Task What_is_wrong_is_refused_as_Glue_does()
    {
        await CreateAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RefusalAsync("CreateJob", Job()), Is.EqualTo($"AlreadyExistsException: Job {_name} already exists."));
            Assert.That(
                await RefusalAsync("CreateJob", Job(role: DataServices.SchedulerRole)),
                Does.StartWith($"InvalidInputException: Role {DataServices.SchedulerRole} should be given assume role permissions for Glue Service."));
            Assert.That(await RefusalAsync("CreateJob", Job(more: """ "MaxRetries": 1, """)), Does.StartWith($"InvalidInputException: The Glue job {_name} has MaxRetries"));
            Assert.That(
                await RefusalAsync("CreateJob", Job(more: """ "Connections": {}, """)), Is.EqualTo("InvalidInputException: Connections is not supported by the local cloud."));
            Assert.That(
                await RefusalAsync("StartJobRun", """{"JobName": "none"}"""),
                Is.EqualTo("EntityNotFoundException: Failed to start job run due to missing metadata: none"));
            Assert.That(
                await RefusalAsync("StartJobRun", $$"""{"JobName": "{{_name}}", "MaxCapacity": 2}"""),
                Is.EqualTo("InvalidInputException: MaxCapacity is not supported by the local cloud."));
            Assert.That(
                await RefusalAsync("GetJobRun", $$"""{"JobName": "{{_name}}", "RunId": "none"}"""),
                Is.EqualTo($"EntityNotFoundException: Job run none of {_name} not found."));
            Assert.That(await RefusalAsync("UpdateJob", """{"JobName": "none", "JobUpdate": {}}"""), Is.EqualTo("EntityNotFoundException: Job none not found."));
        }
    }

    private static Task<JsonElement> CallAsync(string operation, string arguments) => DataServices.CallAsync("glue", $"AWSGlue.{operation}", arguments);

    private static Task<string> RefusalAsync(string operation, string arguments) => DataServices.RefusalAsync("glue", $"AWSGlue.{operation}", arguments);

    private static string Id(JsonElement started) => started.GetProperty("JobRunId").GetString()!;

    private async Task CreateAsync(string script = "")
    {
        var cloud = await DataServices.CloudAsync();
        using var s3 = cloud.S3();
        await s3.PutBucketAsync(_name);
        await s3.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest { BucketName = _name, Key = "job.py", ContentBody = script });
        await CallAsync("CreateJob", Job());
    }

    private static async Task EndAsync(string id) => await (await DataServices.CloudAsync()).Jobs.EndOf(id);

    private async Task<JsonElement> RunAsync(string id) =>
        (await CallAsync("GetJobRun", $$"""{"JobName": "{{_name}}", "RunId": "{{id}}"}""")).GetProperty("JobRun");

    private string Job(string role = DataServices.GlueRole, string more = "") => $$$$"""
        {
            "Name": "{{{{_name}}}}", "Role": "{{{{role}}}}", {{{{more}}}} "Tags": {"a": "1"}, "DefaultArguments": {"--color": "green"},
            "ExecutionProperty": {"MaxConcurrentRuns": 2},
            "Command": {"Name": "pythonshell", "PythonVersion": "3.9", "ScriptLocation": "s3://{{{{_name}}}}/job.py"}
        }
        """;
}
