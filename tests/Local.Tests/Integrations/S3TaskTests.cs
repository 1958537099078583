using System.Text.Json;
using Amazon.S3.Model;
using Fanout.Local.Cloud;

namespace Fanout.Tests.Local.Integrations;

public class S3TaskTests
{
    private LocalCloud _cloud = null!;
    private string _bucket = null!;

    [SetUp]
    public async Task CreateBucketAsync()
    {
        _cloud = await SharedCloud.GetAsync();
        _bucket = SharedCloud.NewName("tasks");
        using var s3 = _cloud.S3();
        await s3.PutBucketAsync(_bucket);
    }

    [Test]
    public async Task An_object_is_read_with_the_members_that_aws_gives()
    {
        await PutAsync("file", """{"a": "ü"}"""u8.ToArray());

        var result = await Tasks.CallAsync("aws-sdk:s3:getObject", new { Bucket = _bucket, Key = "file" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("Body").GetString(), Is.EqualTo("""{"a": "ü"}"""));
            Assert.That(result.GetProperty("ContentLength").GetInt64(), Is.EqualTo(11));
            Assert.That(result.GetProperty("ETag").GetString(), Does.Match("^\"[0-9a-f]{32}\"$"));
            Assert.That(result.GetProperty("LastModified").GetString(), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"));
            Assert.That(result.GetProperty("Metadata").GetRawText(), Is.EqualTo("{}"));
            Assert.That(result.GetProperty("ContentType").ValueKind, Is.EqualTo(JsonValueKind.String));
        }
    }

    [Test]
    public async Task An_empty_object_is_an_empty_text()
    {
        await PutAsync("empty", []);

        var result = await Tasks.CallAsync("aws-sdk:s3:getObject", new { Bucket = _bucket, Key = "empty" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("Body").GetString(), Is.Empty);
            Assert.That(result.GetProperty("ContentLength").GetInt64(), Is.Zero);
        }
    }

    [Test]
    public async Task Bytes_that_are_no_text_become_replacement_characters()
    {
        await PutAsync("binary", [0x41, 0xFF, 0x42]);

        var result = await Tasks.CallAsync("aws-sdk:s3:getObject", new { Bucket = _bucket, Key = "binary" });

        Assert.That(result.GetProperty("Body").GetString(), Is.EqualTo("A\uFFFDB"));
    }

    [TestCase("a b")]
    [TestCase("a+b")]
    [TestCase("100%")]
    [TestCase("a%2Fb")]
    [TestCase("größe/日本/🎉")]
    [TestCase("deep/er//twice/")]
    [TestCase("a/../b/./c")]
    [TestCase("?&=#;:@$,'()!*~")]
    public async Task A_key_is_written_listed_read_and_deleted_as_it_stands(string key)
    {
        await Tasks.CallAsync("aws-sdk:s3:putObject", new { Bucket = _bucket, Key = key, Body = new { n = 1 } });
        var listed = await Tasks.CallAsync("aws-sdk:s3:listObjectsV2", new { Bucket = _bucket });
        var read = await Tasks.CallAsync("aws-sdk:s3:getObject", new { Bucket = _bucket, Key = key });
        await Tasks.CallAsync("aws-sdk:s3:deleteObject", new { Bucket = _bucket, Key = key });
        var left = await Tasks.CallAsync("aws-sdk:s3:listObjectsV2", new { Bucket = _bucket });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                listed.GetProperty("Contents").EnumerateArray().Select(found => found.GetProperty("Key").GetString()), Is.EqualTo(new[] { key }));
            Assert.That(listed.GetProperty("KeyCount").GetInt32(), Is.EqualTo(1));
            Assert.That(listed.GetProperty("IsTruncated").GetBoolean(), Is.False);
            Assert.That(read.GetProperty("Body").GetString(), Is.EqualTo("""{"n":1}"""));
            Assert.That(left.GetProperty("KeyCount").GetInt32(), Is.Zero);
        }
    }

    [TestCase("\"text data\"")]
    [TestCase("""{"Dict":"Value"}""")]
    [TestCase("""["List","Data"]""")]
    [TestCase("false")]
    [TestCase("0")]
    public async Task A_body_is_written_as_its_json_and_as_plain_text(string json)
    {
        await Tasks.CallAsync("aws-sdk:s3:putObject", new { Bucket = _bucket, Key = "k", Body = JsonElement.Parse(json) });

        var read = await Tasks.CallAsync("aws-sdk:s3:getObject", new { Bucket = _bucket, Key = "k" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.GetProperty("Body").GetString(), Is.EqualTo(json));
            Assert.That(read.GetProperty("ContentType").GetString(), Is.EqualTo("text/plain; charset=utf-8").IgnoreCase);
        }
    }

    [Test]
    public async Task Content_type_and_metadata_are_kept_and_an_object_is_copied_with_them()
    {
        await Tasks.CallAsync("aws-sdk:s3:putObject", new
        {
            Bucket = _bucket,
            Key = "from",
            Body = new { n = 1 },
            ContentType = "application/json",
            Metadata = new { source = "test" },
        });

        var copied = await Tasks.CallAsync(
            "aws-sdk:s3:copyObject", new { Bucket = _bucket, Key = "to", CopySource = $"{_bucket}/from" });
        var head = await Tasks.CallAsync("aws-sdk:s3:headObject", new { Bucket = _bucket, Key = "to" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(copied.GetProperty("CopyObjectResult").GetProperty("ETag").GetString(), Is.EqualTo(head.GetProperty("ETag").GetString()));
            Assert.That(head.GetProperty("ContentType").GetString(), Is.EqualTo("application/json"));
            Assert.That(head.GetProperty("Metadata").GetRawText(), Is.EqualTo("""{"source":"test"}"""));
            Assert.That(head.GetProperty("ContentLength").GetInt64(), Is.EqualTo(7));
        }
    }

    [Test]
    public void A_missing_key_and_a_missing_bucket_have_the_errors_of_the_sdk()
    {
        var bucket = SharedCloud.NewName("missing");
        var key = Tasks.Failure("aws-sdk:s3:getObject", new { Bucket = _bucket, Key = "missing" });
        var inBucket = Tasks.Failure("aws-sdk:s3:getObject", new { Bucket = bucket, Key = "missing" });
        var list = Tasks.Failure("aws-sdk:s3:listObjectsV2", new { Bucket = bucket });
        var headKey = Tasks.Failure("aws-sdk:s3:headObject", new { Bucket = _bucket, Key = "missing" });
        var headBucket = Tasks.Failure("aws-sdk:s3:headBucket", new { Bucket = bucket });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(key.Error, Is.EqualTo("S3.NoSuchKeyException"));
            Assert.That(key.Cause, Does.StartWith("The specified key does not exist. (Service: S3, Status Code: 404, Request ID: "));
            Assert.That(inBucket.Error, Is.EqualTo("S3.NoSuchBucketException"));
            Assert.That(list.Error, Is.EqualTo("S3.NoSuchBucketException"));
            Assert.That(list.Cause, Does.StartWith("The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: "));
            Assert.That(headKey.Error, Is.EqualTo("S3.NoSuchKeyException"));
            Assert.That(headBucket.Error, Is.EqualTo("S3.NoSuchBucketException"));
        }
    }

    [Test]
    public async Task A_service_that_is_busy_is_its_general_error_with_status_503()
    {
        await PutAsync("k", [1]);
        using var fault = _cloud.Gateway.Intercept(request => request.Path.StartsWith($"/{_bucket}/", StringComparison.Ordinal)
            ? AwsAnswer.S3Error(503, "SlowDown", "Please reduce your request rate.")
            : null);

        var failure = Tasks.Failure("aws-sdk:s3:getObject", new { Bucket = _bucket, Key = "k" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Error, Is.EqualTo("S3.S3Exception"));
            Assert.That(failure.Cause, Does.StartWith("Please reduce your request rate. (Service: S3, Status Code: 503, Request ID: "));
        }
    }

    [Test]
    public async Task Wrong_and_missing_arguments_are_told_when_a_definition_is_loaded()
    {
        var problems = await Tasks.CheckAsync("aws-sdk:s3:getObject", new { Bucket = "b", Keys = "k" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problems, Has.Length.EqualTo(2));
            Assert.That(problems[0], Does.StartWith("""aws-sdk:s3:getObject has no parameter "Keys"; did you mean "Key"?""").Or.Contain("\"Key\""));
            Assert.That(problems[1], Is.EqualTo("""aws-sdk:s3:getObject needs the parameter "Key"."""));
        }
    }

    private async Task PutAsync(string key, byte[] content)
    {
        using var s3 = _cloud.S3();
        using var stream = new MemoryStream(content);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, InputStream = stream, UseChunkEncoding = false });
    }
}
