using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.MeterAnalytics;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.Workflows;

/// <summary>The whole machine of meter-analytics, with an Athena in memory; it starts on 2026-03-01.</summary>
public sealed class MeterAnalyticsTests
{
    private const string File = "s3://fanout-dev-meter-iot-analytic-123456789012/iot_electricity_metering/year=2024/month=01/day=01/electricity_metering_blockA1_2024-01-01-00.csv";

    private static readonly MeterAnalyticsSettings Settings =
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).MeterAnalytics;

    private FakeAthena _athena = new();

    [SetUp]
    public void CreateAthena() => _athena = new FakeAthena();

    [Test]
    public async Task The_last_day_of_a_month_is_rolled_up_by_hour_day_and_month_at_the_same_time()
    {
        var outcome = await RunAsync("""{"date_run":"2022/01/31"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_athena.Queries.Select(Kind), Is.EqualTo(new[] { "hour", "day", "audit", "month" }));
            Assert.That(_athena.Queries.Select(query => query.Contains("WHERE iot.year = '2022' AND iot.month = '01' AND iot.day = '31'\n", StringComparison.Ordinal)), Is.EqualTo(new[] { true, true, true, false }));
            Assert.That(_athena.Queries.ElementAt(3), Does.Contain("WHERE iot.year = '2022' AND iot.month = '01'\n"));
            Assert.That(_athena.MostAtOnce, Is.EqualTo(4));
            Assert.That(_athena.Requests.Select(request => request.GetProperty("WorkGroup").GetString()), Is.EqualTo(new[] { "workgroup", "workgroup", "audits", "workgroup" }));
            Assert.That(_athena.Messages, Is.Empty);
            Assert.That(_athena.Requests.Select(request => request.GetProperty("QueryExecutionContext").GetProperty("Database").GetString()), Is.All.EqualTo("meters"));
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo(
                """{"from":"2022/01/31","to":"2022/01/31","queries":4,"bytesScanned":400,"readings":240,"used":240,"repeated":0,"unused":0,"days":[{"date":"2022/01/31","rollUps":["""
                + """{"rollUp":"hour","queryExecutionId":"q-1","result":"s3://results/electricity_by_period/q-1.csv","bytesScanned":100},"""
                + """{"rollUp":"day","queryExecutionId":"q-2","result":"s3://results/electricity_by_period/q-2.csv","bytesScanned":100},"""
                + """{"rollUp":"month","queryExecutionId":"q-4","result":"s3://results/electricity_by_period/q-4.csv","bytesScanned":100}],"""
                + "\"audit\":" + """{"queryExecutionId":"q-3","bytesScanned":100,"readings":240,"used":240,"repeated":0,"unused":0}}]}"""), outcome.Cause);
        }
    }

    [TestCase("2022/01/30", false)]
    [TestCase("2022/02/28", true)]
    [TestCase("2024/02/28", false)]
    [TestCase("2024/02/29", true)]
    [TestCase("2022/04/30", true)]
    [TestCase("2022/12/31", true)]
    public async Task The_month_is_rolled_up_on_its_last_day_only(string date, bool isLast)
    {
        var outcome = await RunAsync($$"""{"date_run":"{{date}}"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(RollUps(outcome), Is.EqualTo(isLast ? [$"{date} hour", $"{date} day", $"{date} month"] : new[] { $"{date} hour", $"{date} day" }));
            Assert.That(_athena.Queries.Count(query => query.Contains("sensorid_month", StringComparison.Ordinal)), Is.EqualTo(isLast ? 1 : 0));
        }
    }

    [TestCase("2026-03-01T03:30:00Z", "2026/02/28")]
    [TestCase("2024-03-01T00:00:00Z", "2024/02/29")]
    [TestCase("2026-01-01T23:59:59.999Z", "2025/12/31")]
    public async Task What_the_schedule_gives_is_the_day_before_the_start(string start, string date)
    {
        var outcome = await RunAsync("""{"date_run":"0000/00/00"}""", start: DateTimeOffset.Parse(start, CultureInfo.InvariantCulture));

        Assert.That(outcome.Output?.GetProperty("from").GetString(), Is.EqualTo(date), outcome.Cause);
    }

    [Test]
    public async Task A_range_has_both_its_ends_and_as_many_days_at_a_time_as_are_set()
    {
        var outcome = await RunAsync("""{"from":"2021/12/30","to":"2022/02/01"}""", Settings with { ConcurrentDays = 2 });

        var days = Enumerable.Range(0, 34).Select(number => new DateTime(2021, 12, 30).AddDays(number).ToString("yyyy/MM/dd", CultureInfo.InvariantCulture));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("days").EnumerateArray().Select(day => day.GetProperty("date").GetString()), Is.EqualTo(days), outcome.Cause);
            Assert.That(RollUps(outcome).Where(rollUp => rollUp.EndsWith("month", StringComparison.Ordinal)), Is.EqualTo(new[] { "2021/12/31 month", "2022/01/31 month" }));
            Assert.That(outcome.Output?.GetProperty("queries").GetInt32(), Is.EqualTo(104));
            Assert.That(_athena.Queries, Is.Unique.And.Exactly(104).Items);
            Assert.That(_athena.MostAtOnce, Is.EqualTo(7));
        }
    }

    [TestCase("[]", "The input must be an object, but is of the type array.")]
    [TestCase("\"2022/01/31\"", "The input must be an object, but is of the type string.")]
    [TestCase("{}", "The input names no day.")]
    [TestCase("""{"date":"2022/01/31"}""", "The input has the field date, which has no meaning.")]
    [TestCase("""{"date_run":"2022/01/31","dry":true}""", "The input has the field dry, which has no meaning.")]
    [TestCase("""{"date_run":"2022/01/31","from":"2022/01/01","to":"2022/01/31"}""", "The input has date_run and a range, but may have one of them only.")]
    [TestCase("""{"date_run":"0000/00/00","to":"2022/01/31"}""", "The input has date_run and a range, but may have one of them only.")]
    [TestCase("""{"from":"2022/01/01"}""", "The input lacks to.")]
    [TestCase("""{"to":"2022/01/01"}""", "The input lacks from.")]
    [TestCase("""{"date_run":"2022/02/30"}""", "The date_run is 2022/02/30, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"date_run":"2023/02/29"}""", "The date_run is 2023/02/29, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"date_run":"2022/00/10"}""", "The date_run is 2022/00/10, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"date_run":"2022/13/01"}""", "The date_run is 2022/13/01, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"date_run":"2022/1/1"}""", "The date_run is 2022/1/1, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"date_run":"2022-01-31"}""", "The date_run is 2022-01-31, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"date_run":"2022/01/31' OR '1'='1"}""", "The date_run is 2022/01/31' OR '1'='1, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"date_run":20220131}""", "The date_run is 20220131, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"date_run":null}""", "The date_run is null, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"date_run":["2022/01/31"]}""", "The date_run is [\"2022/01/31\"], but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"date_run":"2019/12/31"}""", "The date_run is 2019/12/31, but the table of readings has the years 2020 to 2050.")]
    [TestCase("""{"date_run":"2051/01/01"}""", "The date_run is 2051/01/01, but the table of readings has the years 2020 to 2050.")]
    [TestCase("""{"from":"0000/00/00","to":"2022/01/31"}""", "The from is 0000/00/00, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"from":"2022/01/01","to":"2022/01/32"}""", "The to is 2022/01/32, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"from":"2022/02/01","to":"2022/01/31"}""", "The range is from 2022/02/01 to 2022/01/31, which is before it.")]
    [TestCase("""{"from":"2022/01/01","to":"2023/01/02"}""", "The range has 367 days, but may have 366.")]
    public async Task A_wrong_input_ends_with_a_sentence_before_anything_is_queried(string input, string problem)
    {
        var outcome = await RunAsync(input);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("InvalidInput"), outcome.Cause);
            Assert.That(outcome.Cause, Is.EqualTo(
                $$"""{{problem}} Give {"date_run": "YYYY/MM/DD"} for one day, where "0000/00/00" is the day before the execution starts (UTC), or {"from": "YYYY/MM/DD", "to": "YYYY/MM/DD"} for a range of up to 366 days."""));
            Assert.That(_athena.Requests, Is.Empty);
        }
    }

    [TestCase("Athena.TooManyRequestsException", 2)]
    [TestCase("Athena.InternalServerException", 2)]
    [TestCase("States.TaskFailed", 1)]
    public async Task A_query_is_tried_again_a_few_times(string error, int failures)
    {
        var attempts = 0;
        _athena.Before = text =>
        {
            if (text.Contains("sensorid_day", StringComparison.Ordinal) && ++attempts <= failures)
            {
                throw new TaskFailedException(error, "Slow Down");
            }
        };

        var outcome = await RunAsync("""{"date_run":"2022/01/30"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(attempts, Is.EqualTo(failures + 1));
        }
    }

    [Test]
    public async Task Queries_that_fail_are_named_with_id_and_reason_and_the_others_go_on()
    {
        _athena.After = (text, id) =>
        {
            if (text.Contains("sensorid_month", StringComparison.Ordinal))
            {
                throw new TaskFailedException("States.TaskFailed", Described(id, "HIVE_BAD_DATA: \"x\" is no number"));
            }
        };
        _athena.Before = text =>
        {
            if (text.Contains("day = '01'", StringComparison.Ordinal) && text.Contains("sensorid_hour", StringComparison.Ordinal))
            {
                throw new TaskFailedException("Athena.InvalidRequestException", "WorkGroup is not found.");
            }
        };

        var outcome = await RunAsync("""{"from":"2022/01/31","to":"2022/02/01"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("QueriesFailed"));
            Assert.That(outcome.Cause, Does.Match(
                "^2 of 7 queries failed; the results of the others are kept, and running the same days again changes nothing of them: "
                    + "2022/01/31 by month: query q-[0-9]+: States.TaskFailed: HIVE_BAD_DATA: \"x\" is no number; "
                    + "2022/02/01 by hour: Athena.InvalidRequestException: WorkGroup is not found.$"));
            Assert.That(_athena.Queries.Distinct().Count(), Is.EqualTo(7));
        }
    }

    [Test]
    public async Task A_query_that_was_cancelled_without_a_reason_is_told_as_it_was_described()
    {
        const string cause = """{"QueryExecution":{"QueryExecutionId":"q-9","Status":{"State":"CANCELLED"}}}""";
        _athena.After = (_, _) => throw new TaskFailedException("States.TaskFailed", cause);

        var outcome = await RunAsync("""{"date_run":"2022/01/30"}""");

        Assert.That(outcome.Cause, Does.EndWith($"2022/01/30 by hour: query q-9: States.TaskFailed: {cause}; 2022/01/30 by day: query q-9: States.TaskFailed: {cause}; 2022/01/30 by audit: query q-9: States.TaskFailed: {cause}"));
    }

    [Test]
    public async Task A_leap_year_ends_with_all_results_in_its_output()
    {
        _athena.Results = $"s3://{new string('b', 63)}/electricity_by_period/";
        _athena.IdPrefix = "01234567-89ab-cdef-0123-456789ab-";
        _athena.Counts = [("contradictory", 100_000, File), ("noCustomer", 100_000, File), ("noSensor", 100_000, File), ("notANumber", 100_000, File), ("notATime", 100_000, File), ("notFinite", 100_000, File), ("notParsed", 100_000, File), ("otherColumns", 100_000, File), ("repeated", 100_000, File), ("twoCustomers", 100_000, File), ("used", 100_000, File)];

        var outcome = await RunAsync("""{"from":"2024/01/01","to":"2024/12/31"}""");

        TestContext.Out.WriteLine($"{outcome.Counts.HistoryEvents} events, {outcome.Output?.GetRawText().Length} bytes");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), $"{outcome.Error} {outcome.Cause}");
            Assert.That(RollUps(outcome), Is.Unique.And.Exactly(744).Items);
            Assert.That(_athena.MostAtOnce, Is.LessThanOrEqualTo(16));
            Assert.That(_athena.Messages, Has.Count.EqualTo(366));
            Assert.That(outcome.Output?.GetProperty("unused").GetInt32(), Is.EqualTo(366 * 900_000));
        }
    }

    [Test]
    public async Task A_leap_year_of_which_all_fails_after_every_retry_still_names_every_query()
    {
        var attempts = new Dictionary<string, int>();
        _athena.Before = text =>
        {
            attempts[text] = attempts.GetValueOrDefault(text) + 1;
            if (attempts[text] <= 2)
            {
                throw new TaskFailedException("Athena.TooManyRequestsException", "Rate exceeded");
            }
        };
        _athena.After = (_, id) => throw new TaskFailedException("States.TaskFailed", Described(id, new string('"', 5_000)));

        var outcome = await RunAsync("""{"from":"2024/01/01","to":"2024/12/31"}""");

        TestContext.Out.WriteLine($"{outcome.Counts.HistoryEvents} events, {outcome.Cause!.Length} characters");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("QueriesFailed"), outcome.Cause);
            Assert.That(attempts.Values, Is.All.EqualTo(4).And.Exactly(1_110).Items);
            Assert.That(outcome.Cause, Does.StartWith("1110 of 1110 queries failed;").And.Contain("2024/01/01 by hour: query").And.Contain("2024/12/31 by month: query"));
            Assert.That(outcome.Cause!.Length, Is.LessThanOrEqualTo(32_768));
        }
    }

    [Test]
    public async Task A_day_says_how_many_of_its_readings_were_used_and_why_the_others_were_not()
    {
        _athena.Counts = [("noCustomer", 3, "s3://data/b.csv"), ("notANumber", 1, "s3://data/a.csv"), ("repeated", 2, "s3://data/c.csv"), ("used", 234, "s3://data/a.csv")];

        var outcome = await RunAsync("""{"from":"2022/01/29","to":"2022/01/30"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded), outcome.Cause);
            Assert.That(
                new[] { "readings", "used", "repeated", "unused" }.Select(name => outcome.Output?.GetProperty(name).GetInt32()),
                Is.EqualTo(new[] { 480, 468, 4, 8 }));
            Assert.That(outcome.Output?.GetProperty("days")[0].GetProperty("audit").GetRawText(), Does.EndWith(
                ""","readings":240,"used":234,"repeated":2,"unused":4,"reasons":{"noCustomer":3,"notANumber":1},"file":"s3://data/a.csv"}"""));
            Assert.That(_athena.Messages.Select(message => message.GetProperty("date").GetString()), Is.EquivalentTo(new[] { "2022/01/29", "2022/01/30" }));
            Assert.That(_athena.Messages[0].GetProperty("result").GetString(), Does.StartWith("s3://results/"));
            Assert.That(_athena.Messages[0].GetProperty("reasons").GetRawText(), Is.EqualTo("""{"noCustomer":3,"notANumber":1}"""));
            Assert.That(_athena.Messages[0].GetProperty("files").GetRawText(), Is.EqualTo("""{"noCustomer":"s3://data/b.csv","notANumber":"s3://data/a.csv"}"""));
        }
    }

    [TestCase(99, 0, 240, "ReadingsRejected")]
    [TestCase(99, 3, 237, null)]
    [TestCase(100, 0, 240, null)]
    [TestCase(10, 90, 10, null)]
    [TestCase(10, 89, 11, "ReadingsRejected")]
    [TestCase(0, 239, 1, "ReadingsRejected")]
    [TestCase(0, 240, 0, null)]
    [TestCase(0, 0, 0, null)]
    public async Task An_execution_fails_where_more_of_a_day_is_not_used_than_is_tolerated(int tolerated, int used, int unused, string? error)
    {
        _athena.Counts = [.. new[] { ("noCustomer", unused, "s3://data/b.csv"), ("used", used, "s3://data/a.csv") }.Where(count => count.Item2 > 0)];

        var outcome = await RunAsync("""{"date_run":"2022/01/30"}""", Settings with { ToleratedRejectedPercentage = tolerated });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo(error), outcome.Cause);
            Assert.That(_athena.Messages, Has.Count.EqualTo(unused > 0 ? 1 : 0));
            if (error is not null)
            {
                Assert.That(outcome.Cause, Does.StartWith($"More than {tolerated} % of the readings of 1 of 1 days are not used;")
                    .And.Match($"2022/01/30: {unused} of {used + unused}, id q-[0-9]+ {{\"noCustomer\":{unused}}}$"));
            }
        }
    }

    [TestCase("2022/01/01", "2022/01/25", 25, 2)]
    [TestCase("2022/01/01", "2022/03/03", 62, 62)]
    [TestCase("2024/01/01", "2024/12/31", 366, 1)]
    [TestCase("2024/01/01", "2024/12/31", 366, 366)]
    public async Task A_cause_has_the_counts_of_every_day(string from, string to, int days, int rejected)
    {
        _athena.IdPrefix = "01234567-89ab-cdef-0123-456789ab-";
        _athena.CountsOf = audit => audit <= rejected
            ? [("contradictory", 100_000, File), ("noCustomer", 100_000, File), ("noSensor", 100_000, File), ("notANumber", 100_000, File), ("notATime", 100_000, File), ("notFinite", 100_000, File), ("notParsed", 100_000, File), ("otherColumns", 100_000, File), ("twoCustomers", 100_000, File)]
            : [("noCustomer", 30_000, File), ("used", 870_000, File)];

        var outcome = await RunAsync($$"""{"from":"{{from}}","to":"{{to}}"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("ReadingsRejected"), outcome.Cause);
            Assert.That(outcome.Cause, Does.StartWith($"More than 99 % of the readings of {rejected} of {days} days are not used;"));
            Assert.That(Regex.Count(outcome.Cause!, "[0-9]{4}/[0-9]{2}/[0-9]{2}: 900000 of 900000, id 01234567-89ab-cdef-0123-456789ab-[0-9]+"), Is.EqualTo(rejected));
            Assert.That(Regex.Count(outcome.Cause!, "[0-9]{4}/[0-9]{2}/[0-9]{2}: 30000 of 900000"), Is.EqualTo(days - rejected));
            Assert.That(outcome.Cause, Has.Length.LessThanOrEqualTo(32_768));
        }
    }

    // What a query is for.
    private static string Kind(string query) =>
        new[] { "hour", "day", "month" }.FirstOrDefault(period => query.Contains($"AS sensorid_{period},", StringComparison.Ordinal)) ?? "audit";

    private static string Described(string id, string reason) => JsonSerializer.Serialize(new
    {
        QueryExecution = new { QueryExecutionId = id, Query = "SELECT", Status = new { State = "FAILED", StateChangeReason = reason } },
    });

    private static IEnumerable<string> RollUps(ExecutionOutcome outcome) => outcome.Output!.Value.GetProperty("days").EnumerateArray().SelectMany(day =>
        day.GetProperty("rollUps").EnumerateArray().Select(rollUp => $"{day.GetProperty("date").GetString()} {rollUp.GetProperty("rollUp").GetString()}"));

    private Task<ExecutionOutcome> RunAsync(string input, MeterAnalyticsSettings? settings = null, DateTimeOffset? start = null) =>
        RunAsync(_athena, input, settings, start);

    internal static async Task<ExecutionOutcome> RunAsync(
        FakeAthena athena, string input, MeterAnalyticsSettings? settings = null, DateTimeOffset? start = null)
    {
        var definition = MeterAnalyticsDefinition.Create(settings ?? Settings, new MeterAnalyticsResources("meters", "workgroup", "audits", "https://queue/rejected"));
        var engine = await SharedEngine.GetAsync();
        using var loop = new EventLoop(start ?? new DateTimeOffset(2026, 3, 1, 3, 30, 0, TimeSpan.Zero));
        var machine = new StateMachine(
            await Definition.LoadAsync(definition.ToJson(), athena, engine),
            "machine", "arn:aws:states:us-east-1:123456789012:stateMachine:machine", "arn:aws:iam::123456789012:role/role");
        return await new Interpreter(engine, loop, () => 0.5).RunAsync(
            machine, JsonElement.Parse(input), "run-1", CancellationToken.None, HistoryMode.Counts);
    }
}
