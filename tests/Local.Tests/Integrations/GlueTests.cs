using System.Collections.Immutable;
using System.Text.Json;
using Amazon.S3.Model;
using Fanout.Local.Aws;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Stacks;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Integrations;

/// <summary>The script of the repository as a job of the local cloud, over the gateway.</summary>
public sealed class GlueTests
{
    private string _bucket = "";

    [SetUp]
    public async Task DeployAsync()
    {
        _bucket = $"glue-{Guid.NewGuid():N}";
        using var s3 = SharedCloud.Cloud.S3();
        await s3.PutBucketAsync(_bucket);
        await PutAsync("consolidate.py", await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "glue", "consolidate.py")));
        var provisioner = new Provisioner(SharedCloud.Cloud, CancellationToken.None);
        var role = await provisioner.CreateAsync(CloudResource.Of(SharedCloud.Cloud.Account, "aws:iam/role:Role", "job", Map(
            ("name", _bucket), ("assumeRolePolicy", Documents.Trust("glue.amazonaws.com")))));
        SharedCloud.Cloud.Iam.AllowAll(role.Arn);
        var job = CloudResource.Of(SharedCloud.Cloud.Account, "aws:glue/job:Job", "job", Map(
            ("name", _bucket),
            ("roleArn", role.Arn),
            ("command", Map(("name", "glueetl"), ("pythonVersion", "3"), ("scriptLocation", $"s3://{_bucket}/consolidate.py")))));
        await provisioner.CreateAsync(job);
    }

    [Test]
    public async Task The_parts_of_a_task_become_one_csv()
    {
        await PutAsync("tmp/t/loc%20a/failed/5", """[{"discount_code": "c", "error_message": "m", "status": null}]""");
        await PutAsync("tmp/t/loc%20a/failed/10", """[{"discount_code": "b"}]""");
        await PutAsync("tmp/t/loc%20a/failed/0", """[{"discount_code": "a"}]""");

        var run = await RunAsync();

        using var s3 = SharedCloud.Cloud.S3();
        using var csv = await s3.GetObjectAsync(_bucket, "results/t.csv");
        using var reader = new StreamReader(csv.ResponseStream);
        var left = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, Prefix = "tmp/" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.GetProperty("JobRunState").GetString(), Is.EqualTo("SUCCEEDED"));
            Assert.That(
                await reader.ReadToEndAsync(),
                Is.EqualTo("\"discount_code\",\"error_message\",\"status\"\r\n\"a\",\"\",\"\"\r\n\"c\",\"m\",\"\"\r\n\"b\",\"\",\"\"\r\n"));
            Assert.That(csv.Metadata["task-id"], Is.EqualTo("t"));
            Assert.That(left.S3Objects ?? [], Is.Empty);
        }
    }

    [Test]
    public async Task A_part_that_is_no_json_fails_the_task_and_is_named()
    {
        await PutAsync("tmp/t/a/failed/0", "[{");

        var failure = await SharedCloud.FailureAsync("glue:startJobRun.sync", Arguments());

        Assert.That(failure.Error, Is.EqualTo("States.TaskFailed"));
        Assert.That(
            JsonElement.Parse(failure.Cause!).GetProperty("ErrorMessage").GetString(),
            Is.EqualTo(
                $"SystemExit: Task 't' was not consolidated: The part s3://{_bucket}/tmp/t/a/failed/0 is not a JSON array of rows: "
                    + "Expecting property name enclosed in double quotes: line 1 column 3 (char 2)"));
    }

    private Task<JsonElement> RunAsync() => SharedCloud.CallAsync("glue:startJobRun.sync", Arguments());

    private string Arguments() => $$$"""
        {"JobName": "{{{_bucket}}}", "Arguments": {
          "--task_id": "t",
          "--run": "r",
          "--source_bucket": "{{{_bucket}}}",
          "--source_prefix": "tmp/t/",
          "--destination_bucket": "{{{_bucket}}}",
          "--destination_key": "results/t.csv",
          "--columns": "[\"discount_code\", \"error_message\", \"status\"]"
        }}
        """;

    private async Task PutAsync(string key, string content)
    {
        using var s3 = SharedCloud.Cloud.S3();
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, ContentBody = content });
    }

    private static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
}
