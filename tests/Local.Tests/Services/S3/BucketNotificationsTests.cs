using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Local;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.S3;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.S3;

public class BucketNotificationsTests
{
    private const string Role = "arn:aws:iam::123456789012:role/writer";

    private NotifiedCloud _notified = null!;
    private string _name = "";
    private string _function = "";

    private LocalCloud Cloud => _notified.Cloud;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _notified = await NotifiedCloud.StartAsync();
        Cloud.Iam.AllowAll(Role);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _notified.DisposeAsync();

    [SetUp]
    public async Task MakeAsync()
    {
        _name = $"notified-{Guid.NewGuid():N}";
        _function = await _notified.MakeFunctionAndBucketAsync(_name);
    }

    [Test]
    public async Task An_object_that_is_put_is_told_of_as_S3_does()
    {
        await NotifyAsync(NotifiedCloud.Rule(_function, "results/", ".csv"));
        var start = DateTime.UtcNow;

        await PutAsync("results/year=2022/a b+(ü)~.csv", "a,b\n", caller: Cloud.CredentialsOf(Role));

        var record = (await _notified.RecordsAsync(_name)).Single();
        var s3 = record.GetProperty("s3");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(record.GetProperty("eventVersion").GetString(), Is.EqualTo("2.1"));
            Assert.That(record.GetProperty("eventSource").GetString(), Is.EqualTo("aws:s3"));
            Assert.That(record.GetProperty("awsRegion").GetString(), Is.EqualTo("us-east-1"));
            Assert.That(record.GetProperty("eventTime").GetString(), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"));
            Assert.That(record.GetProperty("eventTime").GetDateTime(), Is.InRange(start.AddSeconds(-1), DateTime.UtcNow.AddSeconds(1)));
            Assert.That(record.GetProperty("eventName").GetString(), Is.EqualTo("ObjectCreated:Put"));
            Assert.That(record.GetProperty("userIdentity").GetProperty("principalId").GetString(), Is.EqualTo($"AWS:{Role}"));
            Assert.That(s3.GetProperty("s3SchemaVersion").GetString(), Is.EqualTo("1.0"));
            Assert.That(s3.GetProperty("configurationId").GetString(), Is.EqualTo("ruleresults/.csv"));
            Assert.That(s3.GetProperty("bucket").GetProperty("name").GetString(), Is.EqualTo(_name));
            Assert.That(s3.GetProperty("bucket").GetProperty("arn").GetString(), Is.EqualTo($"arn:aws:s3:::{_name}"));
            Assert.That(s3.GetProperty("object").GetProperty("key").GetString(), Is.EqualTo("results/year%3D2022/a+b%2B%28%C3%BC%29~.csv"));
            Assert.That(s3.GetProperty("object").GetProperty("size").GetInt64(), Is.EqualTo(4));
            Assert.That(s3.GetProperty("object").GetProperty("eTag").GetString(), Is.EqualTo("f69f5b72bc79a92dc70c63c9aa142e36"));
            Assert.That(s3.GetProperty("object").GetProperty("sequencer").GetString(), Does.Match("^[0-9A-F]{18}$"));
            Assert.That(s3.GetProperty("object").TryGetProperty("versionId", out _), Is.False);
        }
    }

    [Test]
    public async Task Copies_and_uploads_in_parts_are_told_of_by_their_names_and_sizes()
    {
        await NotifyAsync(NotifiedCloud.Rule(_function));
        await PutAsync("a", "1234");
        using var s3 = Cloud.S3();
        await s3.CopyObjectAsync(_name, "a", _name, "b c");
        var upload = await s3.InitiateMultipartUploadAsync(_name, "parts");
        var part = await s3.UploadPartAsync(new UploadPartRequest
        {
            BucketName = _name,
            Key = "parts",
            UploadId = upload.UploadId,
            PartNumber = 1,
            PartSize = 6,
            InputStream = new MemoryStream(new byte[6]),
            UseChunkEncoding = false,
        });
        await s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = _name,
            Key = "parts",
            UploadId = upload.UploadId,
            PartETags = [new PartETag(1, part.ETag)],
        });

        Assert.That((await _notified.RecordsAsync(_name)).Select(Summary), Is.EqualTo(new[]
        {
            "ObjectCreated:Put a 4", "ObjectCreated:Copy b+c 4", "ObjectCreated:CompleteMultipartUpload parts 6",
        }));
    }

    [Test]
    public async Task Only_keys_and_events_of_a_rule_are_told_of()
    {
        await NotifyAsync(
            NotifiedCloud.Rule(_function, "in/", ".csv", "s3:ObjectCreated:Put"),
            NotifiedCloud.Rule(_function, "in/", ".json", "s3:ObjectCreated:Copy"));
        foreach (var key in new[] { "in/a.csv", "in/a.csv.metadata", "in/a.CSV", "other/a.csv", "xin/a.csv", "in/a.json" })
        {
            await PutAsync(key, "1");
        }

        using var s3 = Cloud.S3();
        await s3.CopyObjectAsync(_name, "in/a.csv", _name, "in/b.csv");
        await s3.CopyObjectAsync(_name, "in/a.csv", _name, "in/b.json");
        await s3.DeleteObjectAsync(_name, "in/a.csv");

        Assert.That(
            (await _notified.RecordsAsync(_name)).Select(Summary),
            Is.EqualTo(new[] { "ObjectCreated:Put in/a.csv 1", "ObjectCreated:Copy in/b.json 1" }));
    }

    [Test]
    public async Task A_request_that_fails_tells_of_nothing()
    {
        await NotifyAsync(NotifiedCloud.Rule(_function));
        using var fault = Cloud.Gateway.Intercept(request => request.Operation == "PutObject" && request.Path.Contains(_name, StringComparison.Ordinal)
            ? AwsAnswer.S3Error(503, "SlowDown", "Please reduce your request rate.")
            : null);

        Assert.That(() => PutAsync("a", "1", retries: 0), Throws.TypeOf<AmazonS3Exception>());
        fault.Dispose();
        using var s3 = Cloud.S3(Cloud.Root, retries: 0);
        Assert.That(() => s3.CopyObjectAsync(_name, "missing", _name, "b"), Throws.TypeOf<AmazonS3Exception>());

        Assert.That(await _notified.RecordsAsync(_name), Is.Empty);
    }

    [Test]
    public async Task In_a_bucket_that_keeps_versions_the_version_is_told()
    {
        await _notified.MakeAsync(
            "aws:s3/bucketVersioning:BucketVersioning",
            ("bucket", _name),
            ("versioningConfiguration", ImmutableDictionary<string, object>.Empty.Add("status", "Enabled")));
        await NotifyAsync(NotifiedCloud.Rule(_function));

        var versions = new[] { await PutAsync("a", "1"), await PutAsync("a", "22") };

        var records = await _notified.RecordsAsync(_name);
        Assert.That(
            records.Select(record => record.GetProperty("s3").GetProperty("object").GetProperty("versionId").GetString()), Is.EqualTo(versions));
        Assert.That(records.Select(Summary), Is.EqualTo(new[] { "ObjectCreated:Put a 1", "ObjectCreated:Put a 2" }));
    }

    [Test]
    public async Task The_result_of_a_query_is_told_of_and_its_metadata_is_not()
    {
        await NotifyAsync(NotifiedCloud.Rule(_function, "by_period/", ".csv"));

        var id = await Cloud.Athena.StartAsync(
            new QueryRequest("SELECT 6e0 AS kwh", OutputLocation: $"s3://{_name}/by_period/"), Role, CancellationToken.None);
        await Cloud.Jobs.EndOf(id);
        var execution = Cloud.Athena.Get(id);

        Assert.That(execution.Reason, Is.Null);
        using var s3 = Cloud.S3();
        var stored = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _name });
        Assert.That(stored.S3Objects.Select(found => found.Key), Is.EqualTo(new[] { $"by_period/{id}.csv", $"by_period/{id}.csv.metadata" }));
        Assert.That(
            (await _notified.RecordsAsync(_name)).Select(Summary), Is.EqualTo(new[] { $"ObjectCreated:Put by_period/{id}.csv 12" }));
    }

    [Test]
    public async Task An_event_can_be_delivered_once_more()
    {
        await NotifyAsync(NotifiedCloud.Rule(_function));
        var seen = new ConcurrentQueue<Notification>();
        using (Cloud.Notifications.Observe(seen.Enqueue))
        {
            await PutAsync("a", "1");
        }

        Cloud.Notifications.Deliver(seen.Single());

        var records = await _notified.RecordsAsync(_name);
        Assert.That(records.Select(record => record.GetRawText()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(records, Has.Length.EqualTo(2));
    }

    [Test]
    public async Task A_notification_takes_the_place_of_the_former()
    {
        await NotifyAsync(NotifiedCloud.Rule(_function, "old/"));
        await _notified.NotifyAsync(_name, NotifiedCloud.Rule(_function, "new/"));

        await PutAsync("old/a", "1");
        await PutAsync("new/a", "1");

        Assert.That((await _notified.RecordsAsync(_name)).Select(Summary), Is.EqualTo(new[] { "ObjectCreated:Put new/a 1" }));
    }

    [TestCase("arn:aws:s3:::other", "123456789012")]
    [TestCase("arn:aws:s3:::notified-?", "123456789012")]
    [TestCase("arn:aws:s3:::notified-*", "210987654321")]
    [TestCase(null, null)]
    public async Task A_function_that_does_not_let_S3_in_for_the_bucket_fails_the_notification(string? source, string? account)
    {
        if (source is not null)
        {
            await _notified.PermitAsync(_function, source, account!);
        }

        Assert.That(() => _notified.NotifyAsync(_name, NotifiedCloud.Rule(_function)), Throws.TypeOf<LocalException>().With.Message.EqualTo(
            $"Unable to validate the following destination configurations: s3.amazonaws.com may not invoke {_function} for "
                + $"arn:aws:s3:::{_name}. Add an aws:lambda/permission:Permission with the action lambda:InvokeFunction, the principal "
                + $"s3.amazonaws.com, the sourceArn arn:aws:s3:::{_name} and the sourceAccount 123456789012, and let the notification depend "
                + "on it (DependsOn)."));
    }

    [TestCase("in/", ".csv", "in/a/", "", true)]
    [TestCase("", "", "in/", ".csv", true)]
    [TestCase("in/", ".csv", "out/", ".csv", false)]
    [TestCase("in/", ".csv", "in/", ".json", false)]
    [TestCase("", "v", "", ".csv", true)]
    public async Task Rules_that_one_object_could_meet_both_are_refused(string prefix, string suffix, string otherPrefix, string otherSuffix, bool overlap)
    {
        await _notified.PermitAsync(_function, "arn:aws:s3:::notified-*");

        Assert.That(
            () => _notified.NotifyAsync(
                _name,
                NotifiedCloud.Rule(_function, prefix, suffix, "s3:ObjectCreated:Put"),
                NotifiedCloud.Rule(_function, otherPrefix, otherSuffix, "s3:ObjectCreated:*")),
            overlap
                ? Throws.TypeOf<LocalException>().With.Message.StartsWith("Configuration is ambiguously defined: the rules ")
                : Throws.Nothing);
    }

    [Test]
    public async Task What_is_not_supported_is_refused()
    {
        await _notified.PermitAsync(_function, $"arn:aws:s3:::{_name}");

        Assert.That(
            () => _notified.NotifyAsync(_name, NotifiedCloud.Rule(_function, "", "", "s3:ObjectRemoved:*")),
            Throws.TypeOf<LocalException>().With.Message.StartsWith("lambdaFunctions[0].events has \"s3:ObjectRemoved:*\"; the local cloud raises s3:ObjectCreated:*, "));
        Assert.That(
            () => _notified.MakeAsync("aws:s3/bucketNotification:BucketNotification", ("bucket", _name), ("eventbridge", true)),
            Throws.TypeOf<LocalException>().With.Message.EqualTo(
                "the local cloud tells functions of objects only: use lambdaFunctions, not eventbridge, queues or topics."));
    }

    private async Task NotifyAsync(params ImmutableDictionary<string, object>[] rules)
    {
        await _notified.PermitAsync(_function, $"arn:aws:s3:::{_name}");
        await _notified.NotifyAsync(_name, rules);
    }

    private async Task<string?> PutAsync(string key, string content, AwsCredentials? caller = null, int retries = 3)
    {
        using var s3 = Cloud.S3(caller ?? Cloud.Root, retries);
        return (await s3.PutObjectAsync(new PutObjectRequest { BucketName = _name, Key = key, ContentBody = content, UseChunkEncoding = false })).VersionId;
    }

    private static string Summary(JsonElement record)
    {
        var made = record.GetProperty("s3").GetProperty("object");
        return $"{record.GetProperty("eventName")} {made.GetProperty("key")} {made.GetProperty("size")}";
    }
}
