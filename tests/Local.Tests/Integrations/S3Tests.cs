using System.Text;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Integrations.Catalog;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Integrations;

public class S3Tests
{
    private static readonly string[] Keys =
        ["a b.json", "a+b.json", "100%.json", "ä/ß/日本.json", "x//y/z.json", "quote'&<.json", "[brackets]~.json", "a%2Fb", "a/../b/./c", "?#;:@=,()!*"];

    private string _bucket = "";

    private static IObjectStore Store => SharedCloud.Catalog.Objects;

    [SetUp]
    public async Task CreateAsync()
    {
        _bucket = $"bucket-{Guid.NewGuid():N}";
        using var s3 = SharedCloud.Cloud.S3();
        await s3.PutBucketAsync(_bucket);
    }

    [TestCaseSource(nameof(Keys))]
    public async Task Any_key_is_written_listed_and_read(string key)
    {
        await PutAsync(key, "by the store");
        var listed = await ListAsync(null);
        using var reader = new StreamReader(await Store.OpenAsync(_bucket, key, null, SharedCloud.Role, CancellationToken.None));
        var read = await reader.ReadToEndAsync();
        var got = await SharedCloud.CallAsync("aws-sdk:s3:getObject", Arguments(key));
        await SharedCloud.CallAsync("aws-sdk:s3:putObject", Arguments(key, body: "\"by the task\""));
        var after = await SharedCloud.CallAsync("aws-sdk:s3:getObject", Arguments(key));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.Select(found => found.Key), Is.EqualTo(new[] { key }));
            Assert.That(read, Is.EqualTo("by the store"));
            Assert.That(got.GetProperty("Body").GetString(), Is.EqualTo("by the store"));
            Assert.That(after.GetProperty("Body").GetString(), Is.EqualTo("\"by the task\""));
            Assert.That(await ListAsync(null), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_listing_has_every_object_under_its_prefix_over_all_pages()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1_006), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, _) => await PutAsync($"in/{number:0000}", "x"));
        await PutAsync("outside", "x");

        var listed = await ListAsync("in/");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.Select(found => found.Key), Is.EqualTo(Enumerable.Range(0, 1_006).Select(number => $"in/{number:0000}")));
            Assert.That(listed[0] with { LastModified = default }, Is.EqualTo(
                new ListedObject("in/0000", "\"9dd4e461268c8034f5c8564e155c67a6\"", 1, default, "STANDARD")));
            Assert.That(listed[0].LastModified, Is.EqualTo(await WrittenAsync("in/0000")).Within(TimeSpan.FromSeconds(1)));
        }
    }

    [Test]
    public async Task A_listing_can_start_after_a_key()
    {
        foreach (var key in new[] { "in/1", "in/2", "in/ü", "z" })
        {
            await PutAsync(key, "x");
        }

        var listed = await ListAsync("in/", startAfter: "in/1");

        Assert.That(listed.Select(found => found.Key), Is.EqualTo(new[] { "in/2", "in/ü" }));
    }

    [Test]
    public async Task An_empty_bucket_has_an_empty_listing() => Assert.That(await ListAsync("in/"), Is.Empty);

    [Test]
    public async Task An_object_is_described_beside_its_text()
    {
        await SharedCloud.CallAsync("aws-sdk:s3:putObject", $$"""
            {"Bucket": "{{_bucket}}", "Key": "k", "Body": {"Dict": "Välue"}, "ContentType": "application/json", "Metadata": {"Owner": "me"} }
            """);

        var got = await SharedCloud.CallAsync("aws-sdk:s3:getObject", Arguments("k"));
        var head = await SharedCloud.CallAsync("aws-sdk:s3:headObject", Arguments("k"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(got.GetProperty("Body").GetString(), Is.EqualTo("""{"Dict":"Välue"}"""));
            Assert.That(got.GetProperty("ContentLength").GetInt64(), Is.EqualTo(17));
            Assert.That(got.GetProperty("ContentType").GetString(), Is.EqualTo("application/json"));
            Assert.That(got.GetProperty("AcceptRanges").GetString(), Is.EqualTo("bytes"));
            Assert.That(got.GetProperty("ETag").GetString(), Does.Match("^\"[0-9a-f]{32}\"$"));
            Assert.That(got.GetProperty("LastModified").GetString(), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"));
            Assert.That(got.GetProperty("Metadata").GetProperty("owner").GetString(), Is.EqualTo("me"));
            Assert.That(head.GetProperty("ContentLength").GetInt64(), Is.EqualTo(17));
            Assert.That(head.TryGetProperty("Body", out _), Is.False);
        }
    }

    [TestCase("\"text data\"")]
    [TestCase("""{"Dict":"Value"}""")]
    [TestCase("""["List","Data"]""")]
    [TestCase("false")]
    [TestCase("0")]
    public async Task A_body_is_written_as_its_json_and_as_plain_text(string json)
    {
        await SharedCloud.CallAsync("aws-sdk:s3:putObject", Arguments("k", body: json));

        var got = await SharedCloud.CallAsync("aws-sdk:s3:getObject", Arguments("k"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(got.GetProperty("Body").GetString(), Is.EqualTo(json));
            Assert.That(got.GetProperty("ContentType").GetString(), Is.EqualTo("text/plain; charset=utf-8").IgnoreCase);
        }
    }

    [TestCase("", "")]
    [TestCase("fffe41", "��A")]
    [TestCase("c3a4", "ä")]
    public async Task A_body_is_text_whatever_its_bytes(string hexadecimal, string expected)
    {
        using var content = new MemoryStream(Convert.FromHexString(hexadecimal));
        await Store.PutAsync(_bucket, "k", content, "application/octet-stream", SharedCloud.Role, CancellationToken.None);

        var got = await SharedCloud.CallAsync("aws-sdk:s3:getObject", Arguments("k"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(got.GetProperty("Body").GetString(), Is.EqualTo(expected));
            Assert.That(got.GetProperty("ContentLength").GetInt64(), Is.EqualTo(content.ToArray().Length));
            Assert.That(got.GetProperty("Metadata").EnumerateObject(), Is.Empty);
        }
    }

    [Test]
    public async Task Objects_are_copied_listed_and_deleted_by_tasks()
    {
        await PutAsync("one", "1");
        var copy = await SharedCloud.CallAsync(
            "aws-sdk:s3:copyObject", $$"""{"Bucket": "{{_bucket}}", "Key": "two", "CopySource": "{{_bucket}}/one"}""");
        var page = await SharedCloud.CallAsync("aws-sdk:s3:listObjectsV2", $$"""{"Bucket": "{{_bucket}}", "MaxKeys": 1}""");
        await SharedCloud.CallAsync("aws-sdk:s3:deleteObject", Arguments("one"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(copy.GetProperty("CopyObjectResult").GetProperty("ETag").GetString(), Is.EqualTo("\"c4ca4238a0b923820dcc509a6f75849b\""));
            Assert.That(page.GetProperty("IsTruncated").GetBoolean(), Is.True);
            Assert.That(page.GetProperty("KeyCount").GetInt64(), Is.EqualTo(1));
            Assert.That(page.GetProperty("Contents")[0].GetProperty("Key").GetString(), Is.EqualTo("one"));
            Assert.That(page.GetProperty("Contents")[0].GetProperty("Size").GetInt64(), Is.EqualTo(1));
            Assert.That((await ListAsync(null)).Select(found => found.Key), Is.EqualTo(new[] { "two" }));
        }
    }

    [TestCase("getObject", "S3.NoSuchKeyException", "The specified key does not exist. (Service: S3, Status Code: 404, Request ID: ")]
    [TestCase("headObject", "S3.NoSuchKeyException", "null (Service: S3, Status Code: 404, Request ID: ")]
    public async Task An_object_that_is_missing_is_an_error_of_its_own(string action, string error, string cause)
    {
        var failure = await SharedCloud.FailureAsync($"aws-sdk:s3:{action}", Arguments("missing"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo(error));
            Assert.That(failure.Cause, Does.StartWith(cause).And.Contain(", Extended Request ID: "));
        }
    }

    [Test]
    public async Task A_bucket_that_is_missing_is_an_error_of_its_own()
    {
        const string missing = """{"Bucket": "no-such-bucket-here", "Key": "k"}""";
        var listing = await Assert.ThrowsAsync<TaskFailedException>(async () =>
        {
            await foreach (var _ in Store.ListAsync("no-such-bucket-here", null, null, SharedCloud.Role, CancellationToken.None))
            {
            }
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listing!.Error, Is.EqualTo("S3.NoSuchBucketException"));
            Assert.That(listing.Cause, Does.StartWith("The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: "));
            Assert.That((await SharedCloud.FailureAsync("aws-sdk:s3:getObject", missing)).Error, Is.EqualTo("S3.NoSuchBucketException"));
            Assert.That(
                (await SharedCloud.FailureAsync("aws-sdk:s3:headBucket", """{"Bucket": "no-such-bucket-here"}""")).Error,
                Is.EqualTo("S3.NoSuchBucketException"));
        }
    }

    [Test]
    public async Task A_service_that_asks_to_slow_down_is_an_error_without_a_name_of_its_own()
    {
        using var slow = SharedCloud.Cloud.Gateway.Intercept(request => request.Service == "s3"
            ? new AwsAnswer(503, "application/xml", "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>")
            : null);

        var task = await SharedCloud.FailureAsync("aws-sdk:s3:getObject", Arguments("k"));
        var store = await Assert.ThrowsAsync<TaskFailedException>(() =>
            Store.OpenAsync(_bucket, "k", null, SharedCloud.Role, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((task.Error, store!.Error), Is.EqualTo(("S3.S3Exception", "S3.S3Exception")));
            Assert.That(task.Cause, Does.StartWith("Please reduce your request rate. (Service: S3, Status Code: 503, Request ID: "));
            Assert.That(store.Cause, Does.StartWith("Please reduce your request rate. (Service: S3, Status Code: 503, Request ID: "));
        }
    }

    [Test]
    public async Task A_cloud_that_ended_is_an_error_of_the_client()
    {
        var cloud = await LocalCloud.StartAsync(
            new LocalCloudOptions(new AwsAccount("us-east-1"), SharedCloud.Cloud.Gateway.Emulator, Port: 0, TextWriter.Null),
            CancellationToken.None);
        cloud.Iam.AllowAll(SharedCloud.Role);
        var objects = new IntegrationCatalog(_ => Task.FromResult(cloud)).Objects;
        await PutAsync("k", "x");
        await (await objects.OpenAsync(_bucket, "k", null, SharedCloud.Role, CancellationToken.None)).DisposeAsync();
        await cloud.DisposeAsync();

        var failure = await Assert.ThrowsAsync<TaskFailedException>(() =>
            objects.OpenAsync(_bucket, "k", null, SharedCloud.Role, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Error, Is.EqualTo("S3.SdkClientException"));
            Assert.That(failure.Cause, Does.StartWith("Unable to execute HTTP request: "));
        }
    }

    [Test]
    public async Task The_store_reports_a_missing_object_as_the_service_does()
    {
        await PutAsync("present", "x");

        var failure = await Assert.ThrowsAsync<TaskFailedException>(() =>
            Store.OpenAsync(_bucket, "missing", null, SharedCloud.Role, CancellationToken.None));

        Assert.That(failure!.Error, Is.EqualTo("S3.NoSuchKeyException"));
    }

    [Test]
    public async Task An_earlier_version_of_an_object_can_be_read()
    {
        using var s3 = SharedCloud.Cloud.S3();
        await s3.PutBucketVersioningAsync(new PutBucketVersioningRequest
        {
            BucketName = _bucket,
            VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
        });
        var first = await SharedCloud.CallAsync("aws-sdk:s3:putObject", Arguments("k", body: "\"first\""));
        await PutAsync("k", "second");

        using var reader = new StreamReader(await Store.OpenAsync(
            _bucket, "k", first.GetProperty("VersionId").GetString(), SharedCloud.Role, CancellationToken.None));

        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("\"first\""));
    }

    [Test]
    public void A_wrong_argument_is_found_in_the_definition()
    {
        var problems = SharedCloud.Catalog.Resolve("arn:aws:states:::aws-sdk:s3:getObject")!
            .CheckArguments(JsonElement.Parse("""{"Buckett": "b", "Key": "k", "SseCustomerKeyMD5": ""}""")).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problems, Has.Some.StartsWith("aws-sdk:s3:getObject has no parameter \"Buckett\""));
            Assert.That(problems, Has.Some.EqualTo("aws-sdk:s3:getObject needs the parameter \"Bucket\"."));
        }
    }

    private string Arguments(string key, string? body = null) =>
        $$"""{"Bucket": "{{_bucket}}", "Key": {{JsonSerializer.Serialize(key)}}{{(body is null ? "" : $", \"Body\": {body}")}}}""";

    private async Task PutAsync(string key, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await Store.PutAsync(_bucket, key, content, "text/plain", SharedCloud.Role, CancellationToken.None);
    }

    // Cut to whole seconds, by S3's own clock.
    private async Task<DateTimeOffset> WrittenAsync(string key)
    {
        using var s3 = SharedCloud.Cloud.S3();
        return (await s3.GetObjectMetadataAsync(_bucket, key)).LastModified!.Value.ToUniversalTime();
    }

    private async Task<List<ListedObject>> ListAsync(string? prefix, string? startAfter = null)
    {
        var listed = new List<ListedObject>();
        await foreach (var found in Store.ListAsync(_bucket, prefix, startAfter, SharedCloud.Role, CancellationToken.None))
        {
            listed.Add(found);
        }

        return listed;
    }
}
