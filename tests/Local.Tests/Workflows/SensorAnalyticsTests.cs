using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.SensorAnalytics;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.Workflows;

/// <summary>The whole machine of sensor-analytics, with services in memory; the files are lines of JSON, not Parquet.</summary>
public sealed class SensorAnalyticsTests
{
    private static readonly SensorAnalyticsSettings Settings =
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).SensorAnalytics;

    private const string Queue = "https://sqs.us-east-1.amazonaws.com/123456789012/rejected";

    private FakeSensorServices _services = new();

    [SetUp]
    public void CreateServices() => _services = new FakeSensorServices();

    [TestCase("{}", 0, "2026-01-02")]
    [TestCase("{}", 1, "2026-01-01")]
    [TestCase("{}", 2, "2025-12-31")]
    [TestCase("""{"date":"2024-02-29"}""", 1, "2024-02-29")]
    public async Task The_readings_of_one_day_are_queried(string input, int daysBack, string day)
    {
        var outcome = await RunAsync(input, Settings with { DaysBack = daysBack });

        var query = _services.Queries.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(query.GetProperty("WorkGroup").GetString(), Is.EqualTo("workgroup"));
            Assert.That(query.GetProperty("QueryString").GetString(), Does.Match(
                "(?s)^UNLOAD \\(WITH readinglines AS \\(\n  SELECT \"\\$path\" AS path, line FROM \"sensors\".\"readings\" "
                    + $"WHERE \"day\" = '{day}'\n\\), .*FROM examined\\) "
                    + "TO 's3://results/unloaded/run-1/[0-9a-f-]{36}/' WITH \\(format = 'PARQUET', compression = 'SNAPPY'\\)$"));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_day_of_no_readings_ends_well_with_zeros(bool writesEmptyManifest)
    {
        _services.WritesEmptyManifest = writesEmptyManifest;

        var outcome = await RunAsync("{}");

        Assert.That(outcome.Output?.GetRawText(), Is.EqualTo(
            """{"date":"2026-01-01","manifest":"s3://results/athena/q-1-manifest.csv","readings":0,"healthy":0,"anomalous":0,"duplicates":0,"anomalies":{},"rejected":{"count":0,"reasons":{},"readings":[]},"failed":0,"results":"s3://results/runs/run-1/"}"""), outcome.Cause);
    }

    [Test]
    public async Task Every_reading_goes_to_the_function_once_and_the_reports_are_added_up()
    {
        _services.Readings = Readings(25);
        _services.Report = batch => new
        {
            readings = batch.GetProperty("Items").GetArrayLength(),
            healthy = 1,
            anomalous = 2,
            duplicates = 1,
            anomalies = new Dictionary<string, int> { ["low_battery"] = 1, ["temperature_spike"] = 2 },
            rejectedCount = 1,
            reasons = new Dictionary<string, int> { ["humidity is null"] = 1 },
            rejected = new[] { new { reading = batch.GetProperty("Items")[0], reason = "humidity is null" } },
        };

        var outcome = await RunAsync("{}", Settings with { ReadingsPerBatch = 10 });

        var output = outcome.Output!.Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Batches.Select(batch => batch.GetProperty("BatchInput").GetRawText()), Is.All.EqualTo(
                """{"executionName":"run-1","analysisDate":"2026-01-01"}""").And.Exactly(3).Items);
            Assert.That(
                _services.Batches.SelectMany(batch => batch.GetProperty("Items").EnumerateArray()).Select(reading => reading.GetRawText()),
                Is.EquivalentTo(_services.Readings));
            Assert.That(Counts(output), Is.EqualTo("readings 25 healthy 3 anomalous 6 duplicates 3 rejected 3 failed 0"));
            Assert.That(output.GetProperty("anomalies").GetRawText(), Is.EqualTo("""{"low_battery":3,"temperature_spike":6}"""));
            Assert.That(
                output.GetProperty("rejected").GetProperty("readings").EnumerateArray().Select(entry => entry.GetRawText()),
                Is.EquivalentTo(new[] { 0, 10, 20 }.Select(number => $$"""{"reading":{{_services.Readings[number]}},"reason":"humidity is null"}""")));
        }
    }

    [TestCase(99, false)]
    [TestCase(100, true)]
    public async Task Where_all_are_rejected_the_execution_fails_unless_that_is_tolerated(int tolerated, bool succeeds)
    {
        _services.Readings = Readings(200);
        _services.Report = batch => Rejecting(batch, batch.GetProperty("Items").GetArrayLength());

        var outcome = await RunAsync("{}", Settings with { ReadingsPerBatch = 100, ToleratedRejectedPercentage = tolerated });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(succeeds ? ExecutionStatus.Succeeded : ExecutionStatus.Failed));
            Assert.That((outcome.Error, outcome.Cause), Is.EqualTo(succeeds ? (null, null) : ((string?, string?))(
                "ReadingsRejected",
                "200 of 200 readings were rejected, where toleratedRejectedPercentage tolerates 99 %: humidity is null (200); "
                    + "results: s3://results/runs/run-1/")));
            Assert.That(_services.Sent.Single().GetRawText(), Is.EqualTo(
                """{"execution":"arn:aws:states:us-east-1:123456789012:execution:machine:run-1","readings":200,"rejected":200,"reasons":{"humidity is null":200},"results":"s3://results/runs/run-1/"}"""));
        }
    }

    [Test]
    public async Task Where_some_are_rejected_the_queue_is_told_and_where_none_are_it_is_not()
    {
        _services.Readings = Readings(100);
        _services.Report = batch => Rejecting(batch, 99);
        var some = await RunAsync("{}");
        var told = _services.Sent.Count;
        _services.Report = batch => Rejecting(batch, 0);
        var none = await RunAsync("{}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                some.Output?.GetProperty("rejected").GetRawText(), Is.EqualTo("""{"count":99,"reasons":{"humidity is null":99},"readings":[]}"""), some.Cause);
            Assert.That(none.Status, Is.EqualTo(ExecutionStatus.Succeeded), none.Cause);
            Assert.That((told, _services.Sent.Count), Is.EqualTo((1, 1)));
        }
    }

    [Test]
    public async Task A_batch_never_has_more_bytes_than_leave_room_for_the_answer()
    {
        _services.Readings = [.. Enumerable.Range(0, 40).Select(number => $$"""{"deviceid":"{{number}}","note":"{{new string('x', 10_000)}}"}""")];

        var outcome = await RunAsync("{}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("readings").GetInt32(), Is.EqualTo(40));
            Assert.That(
                _services.Batches.Select(batch => batch.GetRawText().Length),
                Is.All.LessThanOrEqualTo(128 * 1024).And.Exactly(4).Items);
        }
    }

    [Test]
    public async Task Reports_that_one_state_cannot_read_are_added_up_in_rounds()
    {
        _services.Readings = Readings(200);
        _services.Report = batch => new
        {
            readings = batch.GetProperty("Items").GetArrayLength(),
            healthy = 0,
            anomalous = 0,
            duplicates = 0,
            anomalies = new Dictionary<string, int> { ["low_battery"] = 0 },
            rejectedCount = batch.GetProperty("Items").GetArrayLength(),
            reasons = new Dictionary<string, int> { ["humidity is null"] = batch.GetProperty("Items").GetArrayLength() },
            rejected = batch.GetProperty("Items").EnumerateArray().Select(reading => new { reading, reason = new string('r', 9_000) }),
        };

        var outcome = await RunAsync("{}", Settings with { ReadingsPerBatch = 10, ToleratedRejectedPercentage = 100 });

        var output = outcome.Output!.Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Buckets.Keys.Count(key => key.StartsWith("runs/run-1/sums/", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(2));
            Assert.That(Counts(output), Is.EqualTo("readings 200 healthy 0 anomalous 0 duplicates 0 rejected 200 failed 0"));
            Assert.That(output.GetProperty("rejected").GetProperty("readings").GetArrayLength(), Is.InRange(5, 20));
        }
    }

    [TestCase("[]", "The input must be an object, but is of the type array.")]
    [TestCase("\"2026-01-01\"", "The input must be an object, but is of the type string.")]
    [TestCase("""{"day":"2026-01-01"}""", "The input has the field day, which has no meaning.")]
    [TestCase("""{"date":"2026-02-29"}""", "The date is 2026-02-29, but must be a day of the calendar such as 2026-01-31.")]
    [TestCase("""{"date":"2026-13-01"}""", "The date is 2026-13-01, but must be a day of the calendar such as 2026-01-31.")]
    [TestCase("""{"date":"2026-1-1"}""", "The date is 2026-1-1, but must be a day of the calendar such as 2026-01-31.")]
    [TestCase("""{"date":"2026/01/01"}""", "The date is 2026/01/01, but must be a day of the calendar such as 2026-01-31.")]
    [TestCase("""{"date":"2026-01-01' OR '1'='1"}""", "The date is 2026-01-01' OR '1'='1, but must be a day of the calendar such as 2026-01-31.")]
    [TestCase("""{"date":20260101}""", "The date is 20260101, but must be a day of the calendar such as 2026-01-31.")]
    [TestCase("""{"date":null}""", "The date is null, but must be a day of the calendar such as 2026-01-31.")]
    [TestCase("""{"date":"2019-12-31"}""", "The date is 2019-12-31, but the table of readings begins with 2020-01-01.")]
    [TestCase("""{"manifest":"results/athena/m.csv"}""", "The manifest is results/athena/m.csv, but must be an object of the bucket data or of the bucket results, which are all that may be read.")]
    [TestCase("""{"manifest":"s3://results/"}""", "The manifest is s3://results/, but must be an object of the bucket data or of the bucket results, which are all that may be read.")]
    [TestCase("""{"manifest":"s3://elsewhere/m.csv"}""", "The manifest is s3://elsewhere/m.csv, but must be an object of the bucket data or of the bucket results, which are all that may be read.")]
    [TestCase("""{"manifest":{}}""", "The manifest is {}, but must be an object of the bucket data or of the bucket results, which are all that may be read.")]
    public async Task A_wrong_input_ends_with_a_sentence_before_anything_is_queried(string input, string problem)
    {
        var outcome = await RunAsync(input);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("InvalidInput"), outcome.Cause);
            Assert.That(outcome.Cause, Does.StartWith($"{problem} Allowed are {{}} for the readings of the day before"));
            Assert.That(_services.Queries, Is.Empty);
        }
    }

    [TestCase("", "null")]
    [TestCase(""","date":"2025-06-07" """, "\"2025-06-07\"")]
    public async Task A_manifest_is_processed_without_a_query(string more, string date)
    {
        _services.Buckets.Put("exports/a", string.Join('\n', Readings(2)));
        _services.Buckets.Put("exports/m.csv", "s3://data/exports/a\n");

        var outcome = await RunAsync($$"""{"manifest":"s3://data/exports/m.csv"{{more}}}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(_services.Queries, Is.Empty);
            Assert.That(outcome.Output?.GetProperty("readings").GetInt32(), Is.EqualTo(2));
            Assert.That(outcome.Output?.GetProperty("date").GetRawText(), Is.EqualTo(date));
            Assert.That(outcome.Output?.GetProperty("manifest").GetString(), Is.EqualTo("s3://data/exports/m.csv"));
            Assert.That(_services.Batches.Single().GetProperty("BatchInput").GetProperty("analysisDate").GetRawText(), Is.EqualTo(date));
        }
    }

    [TestCase("s3://data/exports/m")]
    [TestCase("s3://data/none.csv")]
    public async Task A_manifest_that_does_not_exist_is_named(string manifest)
    {
        _services.Buckets.Put("exports/m.csv", "");

        var outcome = await RunAsync($$"""{"manifest":"{{manifest}}"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("ManifestNotFound"));
            Assert.That(outcome.Cause, Is.EqualTo($"There is no object {manifest}. Give the manifest of an UNLOAD to Parquet."));
        }
    }

    [TestCase("Athena.TooManyRequestsException", 6)]
    [TestCase("States.TaskFailed", 1)]
    public async Task A_query_is_tried_again_below_another_prefix(string error, int failures)
    {
        var calls = new List<string>();
        _services.Before = (action, arguments) =>
        {
            if (action == "query")
            {
                calls.Add(arguments.GetProperty("QueryString").GetString()!.Split('\'')[^6]);
                if (calls.Count <= failures)
                {
                    throw new TaskFailedException(error, "Slow Down");
                }
            }
        };

        var outcome = await RunAsync("{}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(calls, Has.Count.EqualTo(failures + 1));
            Assert.That(calls, Is.Unique);
        }
    }

    [TestCase("Athena.AthenaException", "Access denied", "Athena.AthenaException: Access denied")]
    [TestCase(
        "States.TaskFailed",
        """{"QueryExecution":{"Status":{"State":"FAILED","StateChangeReason":"Query exhausted resources"}}}""",
        "States.TaskFailed: Query exhausted resources")]
    public async Task A_query_that_keeps_failing_ends_with_its_reason(string error, string cause, string reason)
    {
        _services.Before = (action, _) =>
        {
            if (action == "query")
            {
                throw new TaskFailedException(error, cause);
            }
        };

        var outcome = await RunAsync("{}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("QueryFailed"));
            Assert.That(outcome.Cause, Is.EqualTo($"The query for the readings of 2026-01-01 failed: {reason}"));
        }
    }

    [TestCase(0, "States.ExceedToleratedFailureThreshold")]
    [TestCase(50, null)]
    public async Task A_batch_that_keeps_failing_ends_the_run_unless_it_is_tolerated(int tolerated, string? error)
    {
        _services.Readings = Readings(20);
        var calls = 0;
        _services.Before = (action, arguments) =>
        {
            if (action == "invoke" && arguments.GetProperty("Payload").GetProperty("Items")[0].GetProperty("deviceid").GetString() == "sensor-10")
            {
                calls++;
                throw new TaskFailedException("ItemsNotWrittenException", "25 items were not written.");
            }
        };

        var outcome = await RunAsync("{}", Settings with { ReadingsPerBatch = 10, ToleratedFailurePercentage = tolerated });

        var failures = _services.Buckets.Keys.Single(key => key.EndsWith("/FAILED_0.json", StringComparison.Ordinal));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo(error));
            Assert.That(calls, Is.EqualTo(3));
            Assert.That(failures, Does.StartWith("runs/run-1/batches/"));
            Assert.That(JsonElement.Parse(_services.Buckets.Text(failures))[0].GetProperty("Error").GetString(), Is.EqualTo("ItemsNotWrittenException"));
            if (error is null)
            {
                Assert.That(Counts(outcome.Output!.Value), Is.EqualTo("readings 20 healthy 10 anomalous 0 duplicates 0 rejected 0 failed 10"));
            }
        }
    }

    [Test]
    public async Task A_throttled_function_is_called_again()
    {
        _services.Readings = Readings(1);
        var calls = 0;
        _services.Before = (action, _) =>
        {
            if (action == "invoke" && ++calls <= 6)
            {
                throw new TaskFailedException("Lambda.TooManyRequestsException", "Rate Exceeded.");
            }
        };

        var outcome = await RunAsync("{}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("healthy").GetInt32(), Is.EqualTo(1));
            Assert.That(calls, Is.EqualTo(7));
        }
    }

    private static object Rejecting(JsonElement batch, int rejected) => new
    {
        readings = batch.GetProperty("Items").GetArrayLength(),
        healthy = batch.GetProperty("Items").GetArrayLength() - rejected,
        anomalous = 0,
        duplicates = 0,
        anomalies = new { },
        rejectedCount = rejected,
        reasons = rejected == 0 ? [] : new Dictionary<string, int> { ["humidity is null"] = rejected },
        rejected = Array.Empty<object>(),
    };

    private static string[] Readings(int count) =>
        [.. Enumerable.Range(0, count).Select(number => $$"""{"deviceid":"sensor-{{number}}","temperature":"21.50"}""")];

    private static string Counts(JsonElement output) => string.Join(' ', new[] { "readings", "healthy", "anomalous", "duplicates", "rejected", "failed" }
        .Select(name => $"{name} {(name == "rejected" ? output.GetProperty(name).GetProperty("count") : output.GetProperty(name))}"));

    /// <summary>The text of the query that the machine sends for a day.</summary>
    internal static async Task<string> QueryAsync(string day, SensorAnalyticsResources resources)
    {
        var services = new FakeSensorServices();
        await RunAsync(services, $$"""{"date":"{{day}}"}""", Settings, resources);
        return services.Queries.Single().GetProperty("QueryString").GetString()!;
    }

    private Task<ExecutionOutcome> RunAsync(string input, SensorAnalyticsSettings? settings = null) => RunAsync(
        _services,
        input,
        settings ?? Settings,
        new SensorAnalyticsResources("data", "results", "sensors", "workgroup", "arn:aws:lambda:us-east-1:123456789012:function:batch", Queue));

    private static async Task<ExecutionOutcome> RunAsync(
        FakeSensorServices services, string input, SensorAnalyticsSettings settings, SensorAnalyticsResources resources)
    {
        var definition = SensorAnalyticsDefinition.Create(settings, resources);
        var json = definition.ToJson().Replace("\"PARQUET\"", "\"JSONL\"", StringComparison.Ordinal);
        var engine = await SharedEngine.GetAsync();
        using var loop = new EventLoop(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var machine = new StateMachine(
            await Definition.LoadAsync(json, services, engine),
            "machine", "arn:aws:states:us-east-1:123456789012:stateMachine:machine", "arn:aws:iam::123456789012:role/role");
        var interpreter = new Interpreter(engine, loop, () => 0.5);
        services.FindMapRun = interpreter.Executions.FindMapRun;
        return await interpreter.RunAsync(
            machine, JsonElement.Parse(input), "run-1", CancellationToken.None, HistoryMode.Counts);
    }
}
