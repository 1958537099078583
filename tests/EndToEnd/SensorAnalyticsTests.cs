using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Amazon.S3.Model;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;

namespace Fanout.Tests.EndToEnd;

public class SensorAnalyticsTests
{
    private const string Day = "2026-01-31";

    [Test]
    public async Task Readings_are_stored_as_measured_and_malformed_ones_are_reported_with_their_reasons()
    {
        await using var deployment = await Deployments.StartAsync([], "sensorAnalytics");
        await PutAsync(deployment, """
            sensor-1,2026-01-31T00:00:00Z,35,95,20,47.1,8.2
            sensor-1,2026-01-31T01:00:00Z,35.01,4.99,19.9,47.1,8.2
            sensor-2,2026-01-31T00:00:00Z,NaN,50,50,47.1,8.2
            sensor-2,2026-01-31T01:00:00Z,,50,50,47.1,8.2
            sensor-2,yesterday,20,50,50,47.1,8.2
            sensor-3,2026-01-31T00:00:00Z,21.10,50,50,47.1,8.2

            """);
        var output = Output(await ExecuteAsync(deployment, new JsonObject { ["date"] = Day }));
        var items = await ItemsAsync(deployment);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Counts(output), Is.EqualTo("readings 6 healthy 2 anomalous 1 rejected 3 failed 0"));
            Assert.That(output.GetProperty("anomalies").GetRawText(), Is.EqualTo("""{"temperature_spike":1,"humidity_anomaly":1,"low_battery":1}"""));
            Assert.That(
                output.GetProperty("rejected").GetProperty("readings").EnumerateArray()
                    .Select(rejected => rejected.GetProperty("reason").GetString()),
                Is.EquivalentTo(new[] { "temperature is NaN", "temperature is missing", "timestamp is neither epoch milliseconds nor an ISO 8601 time" }));
            Assert.That(items.Keys, Is.EquivalentTo(new[]
            {
                "sensor-1 2026-01-31T00:00:00.000Z", "sensor-1 2026-01-31T01:00:00.000Z", "sensor-3 2026-01-31T00:00:00.000Z",
            }));
            Assert.That(items["sensor-1 2026-01-31T00:00:00.000Z"]["HealthStatus"].S, Is.EqualTo("healthy"));
            Assert.That(items["sensor-1 2026-01-31T01:00:00.000Z"]["AnomalyCount"].N, Is.EqualTo("3"));
            Assert.That(items["sensor-3 2026-01-31T00:00:00.000Z"]["AnalysisDate"].S, Is.EqualTo(Day));
            Assert.That(decimal.Parse(items["sensor-3 2026-01-31T00:00:00.000Z"]["Metrics"].M["Temperature"].N, null), Is.EqualTo(21.1m));
        }
    }

    [Test]
    public async Task A_manifest_is_processed_without_a_query_and_changes_nothing_the_second_time()
    {
        await using var deployment = await Deployments.StartAsync([], "sensorAnalytics");
        await PutAsync(deployment, "sensor-1,2026-01-31T00:00:00Z,20,50,50,47.1,8.2\n");
        var first = Output(await ExecuteAsync(deployment, new JsonObject { ["date"] = Day }));
        var before = await ItemsAsync(deployment);
        var second = Output(await ExecuteAsync(deployment, new JsonObject { ["manifest"] = first.GetProperty("manifest").GetString() }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Counts(second), Is.EqualTo(Counts(first)).And.EqualTo("readings 1 healthy 1 anomalous 0 rejected 0 failed 0"));
            Assert.That((await ItemsAsync(deployment)).Keys, Is.EqualTo(before.Keys));
        }
    }

    [Test]
    public async Task A_day_without_readings_ends_well_and_says_0()
    {
        await using var deployment = await Deployments.StartAsync([], "sensorAnalytics");
        var output = Output(await ExecuteAsync(deployment, []));

        Assert.That(Counts(output), Is.EqualTo("readings 0 healthy 0 anomalous 0 rejected 0 failed 0"));
    }

    [Test]
    public async Task A_throttled_table_is_written_to_again()
    {
        await using var deployment = await Deployments.StartAsync([], "sensorAnalytics");
        await PutAsync(deployment, string.Concat(Enumerable.Range(0, 60).Select(minute =>
            $"sensor-1,2026-01-31T00:{minute:D2}:00Z,20,50,50,47.1,8.2\n")));
        var calls = 0;
        using var fault = deployment.Cloud.Gateway.Intercept(request =>
            request.Operation == "BatchWriteItem" && Interlocked.Increment(ref calls) <= 2
                ? new AwsAnswer(400, "application/x-amz-json-1.0", """
                    {"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"Slow down."}
                    """)
                : null);
        var output = Output(await ExecuteAsync(deployment, new JsonObject { ["date"] = Day }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Counts(output), Is.EqualTo("readings 60 healthy 60 anomalous 0 rejected 0 failed 0"));
            Assert.That(await ItemsAsync(deployment), Has.Count.EqualTo(60));
            Assert.That(calls, Is.EqualTo(5));
        }
    }

    [TestCase("""{"date":"2026-02-30"}""", "InvalidInput")]
    [TestCase("""{"manifest":"elsewhere"}""", "InvalidInput")]
    [TestCase("""{"manifest":"s3://no-such-bucket-of-ours/manifest.csv"}""", null)]
    public async Task A_wrong_input_fails_before_anything_is_queried(string input, string? error)
    {
        await using var deployment = await Deployments.StartAsync([], "sensorAnalytics");
        var outcome = await ExecuteAsync(deployment, JsonNode.Parse(input)!.AsObject());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Failed));
            Assert.That(outcome.Error, error is null ? Is.Not.Null : Is.EqualTo(error), outcome.Cause);
            Assert.That(outcome.Counts.TaskCalls.Keys, Has.None.Contains("athena"));
        }
    }

    private static ImmutableDictionary<string, string> Outputs(LocalDeployment deployment) => deployment.Stack.Workflows["sensor-analytics"];

    private static async Task PutAsync(LocalDeployment deployment, string readings)
    {
        using var s3 = deployment.Cloud.S3();
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Outputs(deployment)["DataBucket"],
            Key = $"readings/day={Day}/part-0000.csv",
            ContentBody = readings,
            UseChunkEncoding = false,
        });
    }

    private static Task<ExecutionOutcome> ExecuteAsync(LocalDeployment deployment, JsonObject input) => deployment.ExecuteAsync(
        Outputs(deployment)["StateMachineArn"], JsonSerializer.SerializeToElement(input), $"{Guid.NewGuid()}", CancellationToken.None);

    private static JsonElement Output(ExecutionOutcome outcome) =>
        outcome.Output ?? throw new AssertionException($"{outcome.Error}: {outcome.Cause} {outcome.FailedChild?.Cause}");

    private static string Counts(JsonElement output) =>
        $"readings {output.GetProperty("readings")} healthy {output.GetProperty("healthy")} anomalous {output.GetProperty("anomalous")} "
            + $"rejected {output.GetProperty("rejected").GetProperty("count")} failed {output.GetProperty("failed")}";

    private static async Task<Dictionary<string, Dictionary<string, AttributeValue>>> ItemsAsync(LocalDeployment deployment)
    {
        using var dynamoDb = deployment.Cloud.DynamoDb();
        var page = await dynamoDb.ScanAsync(new ScanRequest { TableName = Outputs(deployment)["TableName"] });
        return page.Items.ToDictionary(item => $"{item["DeviceId"].S} {item["ReadingTimestamp"].S}");
    }
}
