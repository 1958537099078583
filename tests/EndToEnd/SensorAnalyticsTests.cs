using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Amazon.S3.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Parquet.Schema;

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
            sensor-2,2026-01-31T02:00:00Z,20,5,50,50,47.1,8.2
            sensor-3,2026-01-31T00:00:00Z,21.10,50,50,47.1,8.2

            """);
        var output = Output(await ExecuteAsync(deployment, new JsonObject { ["date"] = Day }));
        var items = await ItemsAsync(deployment);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Counts(output), Is.EqualTo("readings 7 healthy 2 anomalous 1 rejected 4 failed 0"));
            Assert.That(output.GetProperty("anomalies").GetRawText(), Is.EqualTo("""{"temperature_spike":1,"humidity_anomaly":1,"low_battery":1}"""));
            Assert.That(
                output.GetProperty("rejected").GetProperty("readings").EnumerateArray()
                    .Select(rejected => rejected.GetProperty("reason").GetString()),
                Is.EquivalentTo(new[]
                {
                    "temperature is NaN", "temperature is missing", "timestamp is neither epoch milliseconds nor an ISO 8601 time",
                    "line has more or fewer fields than columns, or a quotation mark without its like",
                }));
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
    public async Task A_manifest_of_files_that_Athena_did_not_write_is_processed_whatever_types_and_cases_their_columns_have()
    {
        await using var deployment = await Deployments.StartAsync([], "sensorAnalytics");
        var bucket = Outputs(deployment)["DataBucket"];
        var noon = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);
        await PutAsync(deployment, "foreign/1.parquet", await ForeignReadings.WriteAsync(
            "sensor-1", new DateTimeDataField("timestamp", DateTimeFormat.Timestamp, isAdjustedToUTC: false, DateTimeTimeUnit.Nanos), DateTime.SpecifyKind(noon, DateTimeKind.Unspecified)));
        await PutAsync(deployment, "foreign/2.parquet", await ForeignReadings.WriteAsync(
            "sensor-2", new DateTimeDataField("Timestamp", DateTimeFormat.Impala), noon));
        await PutAsync(deployment, "foreign/3.parquet", await ForeignReadings.WriteAsync(
            "sensor-3", new DateTimeDataField("TIMESTAMP", DateTimeFormat.Date), noon.Date));
        await PutAsync(deployment, "foreign/4.parquet", await ForeignReadings.WriteAsync(
            "sensor-4", new DataField<long>("timestamp"), new DateTimeOffset(noon).ToUnixTimeMilliseconds()));
        await PutAsync(deployment, "foreign/manifest.csv", Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(1, 4).Select(number => $"s3://{bucket}/foreign/{number}.parquet\n"))));

        var output = Output(await ExecuteAsync(deployment, new JsonObject { ["manifest"] = $"s3://{bucket}/foreign/manifest.csv", ["date"] = Day }));
        var items = await ItemsAsync(deployment);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Counts(output), Is.EqualTo("readings 4 healthy 0 anomalous 4 rejected 0 failed 0"));
            Assert.That(output.GetProperty("anomalies").GetRawText(), Is.EqualTo("""{"temperature_spike":0,"humidity_anomaly":0,"low_battery":4}"""));
            Assert.That(items.Keys, Is.EquivalentTo(new[]
            {
                "sensor-1 2026-01-31T12:00:00.000Z", "sensor-2 2026-01-31T12:00:00.000Z", "sensor-3 2026-01-31T00:00:00.000Z", "sensor-4 2026-01-31T12:00:00.000Z",
            }));
            Assert.That(
                items.Values.Select(item => string.Join(' ', item["Metrics"].M.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(metric => $"{metric.Key} {metric.Value.N}"))),
                Is.All.EqualTo("BatteryLevel 19 Humidity 50.25 Temperature 21.1"));
        }
    }

    [Test]
    public async Task A_CSV_file_of_others_is_read_with_its_mark_its_line_ends_its_names_and_times_in_epoch_milliseconds()
    {
        await using var deployment = await Deployments.StartAsync([], "sensorAnalytics");
        await PutAsync(deployment, "\ufeffdeviceId,Timestamp,temperature,humidity,batteryLevel,latitude,longitude\rsensor-1,1769860800123,20,50,50,47.1,8.2\r\"sensor-2\",\"1769860800123\",20,50,50,,\r");
        var output = Output(await ExecuteAsync(deployment, new JsonObject { ["date"] = Day }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Counts(output), Is.EqualTo("readings 2 healthy 2 anomalous 0 rejected 0 failed 0"));
            Assert.That((await ItemsAsync(deployment)).Keys, Is.EquivalentTo(new[] { "sensor-1 2026-01-31T12:00:00.123Z", "sensor-2 2026-01-31T12:00:00.123Z" }));
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

    private static Task PutAsync(LocalDeployment deployment, string readings) =>
        PutAsync(deployment, $"readings/day={Day}/part-0000.csv", Encoding.UTF8.GetBytes(readings));

    private static async Task PutAsync(LocalDeployment deployment, string key, byte[] content)
    {
        using var s3 = deployment.Cloud.S3();
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Outputs(deployment)["DataBucket"],
            Key = key,
            InputStream = new MemoryStream(content),
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
