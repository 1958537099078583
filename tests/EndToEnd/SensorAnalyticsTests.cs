using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;

namespace Fanout.Tests.EndToEnd;

public class SensorAnalyticsTests
{
    private const string Good = "sensor-1,2026-01-02T00:00:00Z,21.50,45,80,37.774900,-122.419400";

    private LocalDeployment _deployment = null!;
    private AmazonS3Client _s3 = null!;

    private ImmutableDictionary<string, string> Outputs => _deployment.Stack.Workflows["sensor-analytics"];

    [OneTimeSetUp]
    public async Task DeployAsync()
    {
        _deployment = await Deployments.StartAsync(new JsonObject { ["readingsPerBatch"] = 3 }, "sensorAnalytics");
        _s3 = _deployment.Cloud.S3();
    }

    [OneTimeTearDown]
    public async Task DestroyAsync()
    {
        _s3.Dispose();
        await _deployment.DisposeAsync();
    }

    [Test]
    public async Task A_day_of_no_readings_ends_well_and_says_0()
    {
        var outcome = await ExecuteAsync("""{"date":"2025-12-31"}""");

        Assert.That(Counts(outcome), Is.EqualTo("readings 0 healthy 0 anomalous 0 duplicates 0 rejected 0 failed 0"), outcome.Cause);
    }

    [Test]
    public async Task Readings_are_analyzed_whatever_else_a_file_holds()
    {
        await PutAsync(
            "2026-01-02",
            "deviceid,timestamp,temperature,humidity,batterylevel,latitude,longitude",
            Good,
            "\"sensor, 2\",2026-01-02T00:00:00Z,35.01,45,80,,",
            $"{new string('x', 300_000)},2026-01-02T00:00:00Z,21.50,45,80,,",
            $"sensor-3,2026-01-02T00:00:00Z,{new string('é', 300_000)},45,80,,",
            "",
            "sensor-4");
        var outcome = await ExecuteAsync("""{"date":"2026-01-02"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Counts(outcome), Is.EqualTo("readings 6 healthy 1 anomalous 1 duplicates 0 rejected 4 failed 0"), outcome.Cause);
            Assert.That(
                outcome.Output!.Value.GetProperty("rejected").GetProperty("readings").EnumerateArray().Select(entry => entry.GetProperty("reason").GetString()),
                Is.EquivalentTo(new[]
                {
                    "deviceid is longer than 2048 bytes",
                    "temperature is not a number",
                    "deviceid is missing; timestamp is null; temperature is null; humidity is null; batterylevel is null",
                    "timestamp is null; temperature is null; humidity is null; batterylevel is null",
                }));
        }
    }

    [Test]
    public async Task The_manifest_of_one_execution_can_be_processed_by_another()
    {
        await PutAsync("2026-01-03", Good, Good.Replace("sensor-1", "sensor-2", StringComparison.Ordinal));
        var first = await ExecuteAsync("""{"date":"2026-01-03"}""");
        var manifest = first.Output!.Value.GetProperty("manifest").GetString();

        var second = await ExecuteAsync(new JsonObject { ["manifest"] = manifest }.ToJsonString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(manifest, Does.StartWith($"s3://{Outputs["ResultsBucket"]}/athena/"));
            Assert.That(Counts(first), Is.EqualTo("readings 2 healthy 2 anomalous 0 duplicates 0 rejected 0 failed 0"));
            Assert.That(Counts(second), Is.EqualTo(Counts(first)), second.Cause);
            Assert.That(second.Output!.Value.GetProperty("date").ValueKind, Is.EqualTo(JsonValueKind.Null));
        }
    }

    [Test]
    public async Task A_manifest_that_does_not_exist_is_named()
    {
        var manifest = $"s3://{Outputs["DataBucket"]}/none.csv";

        var outcome = await ExecuteAsync(new JsonObject { ["manifest"] = manifest }.ToJsonString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("ManifestNotFound"), outcome.Cause);
            Assert.That(outcome.Cause, Does.Contain(manifest));
        }
    }

    private static string Counts(ExecutionOutcome outcome) => outcome.Output is not { } output ? $"{outcome.Error}" : string.Join(
        ' ',
        new[] { "readings", "healthy", "anomalous", "duplicates", "rejected", "failed" }
            .Select(name => $"{name} {(name == "rejected" ? output.GetProperty(name).GetProperty("count") : output.GetProperty(name))}"));

    private Task<PutObjectResponse> PutAsync(string day, params string[] lines) => _s3.PutObjectAsync(new PutObjectRequest
    {
        BucketName = Outputs["DataBucket"],
        Key = $"readings/day={day}/part.csv",
        ContentBody = string.Join('\n', lines),
        UseChunkEncoding = false,
    });

    // An apostrophe is allowed in the name of an execution, and ends a text in a query.
    private Task<ExecutionOutcome> ExecuteAsync(string input) => _deployment.ExecuteAsync(
        Outputs["StateMachineArn"], JsonElement.Parse(input), $"o'brien-{Guid.NewGuid()}", CancellationToken.None);
}
