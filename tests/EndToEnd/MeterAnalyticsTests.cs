using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.S3.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Services.S3;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples.MeterAnalytics;

namespace Fanout.Tests.EndToEnd;

/// <summary>meter-analytics as it is deployed: queries, result files, the function that S3 calls, the table.</summary>
public sealed class MeterAnalyticsTests
{
    private static readonly MeterAnalyticsSample Sample = new(new DateOnly(2022, 1, 30), Days: 2);

    private LocalDeployment _deployment = null!;

    private ImmutableDictionary<string, string> Outputs => _deployment.Stack.Workflows["meter-analytics"];

    [SetUp]
    public async Task DeployAsync()
    {
        _deployment = await Deployments.StartAsync(new Dictionary<string, string> { ["workflows"] = """["meter-analytics"]""" });
        using var s3 = _deployment.Cloud.S3();
        await Sample.LoadAsync(s3, Outputs["DataBucket"], concurrency: 4, progress: null, CancellationToken.None);
    }

    [TearDown]
    public ValueTask RemoveAsync() => _deployment.DisposeAsync();

    [Test]
    public async Task The_last_day_of_a_month_gives_items_by_hour_day_and_month_and_running_it_again_changes_nothing()
    {
        var input = JsonElement.Parse("""{"date_run": "2022/01/31"}""");
        var output = Output(await ExecuteAsync(input));
        var first = await ItemsAsync();
        await ExecuteAsync(input);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(output.GetProperty("queries").GetInt32(), Is.EqualTo(4));
            Assert.That(first, Is.EquivalentTo(Expected(new DateOnly(2022, 1, 31))));
            Assert.That(first.Keys, Is.SupersetOf(new[]
            {
                "10027610 51246501#2022-01-31T23", "10027610 51246501#2022-01-31", "10027610 51246501#2022-01",
            }));
            Assert.That(first, Has.Count.EqualTo(240 + 10 + 10));
            Assert.That(await ItemsAsync(), Is.EqualTo(first));
            Assert.That(output.GetProperty("days")[0].GetProperty("audit").GetProperty("reasons").GetRawText(), Is.EqualTo(
                """{"contradictory":2,"noCustomer":1,"noSensor":1,"notANumber":1,"notATime":1,"notFinite":1,"notParsed":1,"twoCustomers":1}"""));
            Assert.That(
                (await RejectedAsync()).Select(message => JsonElement.Parse(message)).Select(message => $"{message.GetProperty("date")} {message.GetProperty("readings")} {message.GetProperty("used")} {message.GetProperty("repeated")} {message.GetProperty("unused")}"),
                Is.EqualTo(Enumerable.Repeat("2022/01/31 250 240 1 9", 2)));
        }
    }

    [Test]
    public async Task The_schedule_runs_the_day_before_and_a_day_without_readings_ends_well()
    {
        var before = DateTime.UtcNow;
        var output = Output(await _deployment.Scheduler.FireAsync(Outputs["ScheduleName"], input: null, CancellationToken.None));
        await _deployment.Cloud.Invocations.DrainAsync(CancellationToken.None);

        Assert.That(
            output.GetProperty("from").GetString(),
            Is.AnyOf(Text(before.AddDays(-1)), Text(DateTime.UtcNow.AddDays(-1))).And.EqualTo(output.GetProperty("to").GetString()));
        Assert.That(await ItemsAsync(), Is.Empty);
        Assert.That(_deployment.Cloud.Invocations.Failures, Is.Empty);
    }

    [Test]
    public async Task A_day_of_which_no_reading_can_be_used_is_no_success_and_lists_them_where_no_function_is_called()
    {
        using var s3 = _deployment.Cloud.S3();
        const string Key = "iot_electricity_metering/year=2022/month=02/day=01/a.csv";
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Outputs["DataBucket"],
            Key = Key,
            ContentBody = "SensorID,Voltage,Current,Frequency,kWh,HourCollected\r51246501,240,10,60,NaN,00\rno reading\r",
            UseChunkEncoding = false,
        });
        var outcome = await ExecuteAsync(JsonElement.Parse("""{"date_run": "2022/02/01"}"""));
        var told = JsonElement.Parse((await RejectedAsync()).Single());
        var list = (await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Outputs["ResultsBucket"], Prefix = "unused_readings/" }))
            .S3Objects.Select(item => $"s3://{Outputs["ResultsBucket"]}/{item.Key}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("ReadingsRejected"));
            Assert.That(outcome.Cause, Does.StartWith("More than 99 % of the readings of 1 of 1 days are not used;")
                .And.Match("""2022/02/01: 2 of 2, id [^ ]+ {"notFinite":1,"notParsed":1}$"""));
            Assert.That(told.GetProperty("files").GetProperty("notFinite").GetString(), Is.EqualTo($"s3://{Outputs["DataBucket"]}/{Key}"));
            Assert.That(list, Has.Member(told.GetProperty("result").GetString()));
            Assert.That(await ItemsAsync(), Is.Empty);
            Assert.That(_deployment.Cloud.Invocations.Failures, Is.Empty);
        }
    }

    [Test]
    public async Task Queries_that_fail_are_named_and_what_the_others_give_is_written()
    {
        using var fault = _deployment.Cloud.Gateway.Intercept(request =>
            request is { Operation: "GetObject" } && request.Path.EndsWith("2022-01-30-05.csv", StringComparison.Ordinal)
                ? new AwsAnswer(403, "application/xml", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
                : null);
        var outcome = await ExecuteAsync(JsonElement.Parse("""{"from": "2022/01/30", "to": "2022/01/31"}"""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("QueriesFailed"));
            Assert.That(outcome.Cause, Does.StartWith("4 of 7 queries failed; ").And.Contain("2022/01/30 by hour: query ")
                .And.Contain("2022/01/30 by day: ").And.Contain("2022/01/31 by month: "));
            Assert.That(
                await ItemsAsync(),
                Is.EquivalentTo(Expected(new DateOnly(2022, 1, 31)).Where(item => item.Key.Split('#')[1] != "2022-01")));
        }
    }

    [Test]
    public async Task A_malformed_line_is_reported_with_file_and_line_and_the_rest_of_its_file_is_written()
    {
        const string Key = "electricity_by_period/hand made + 100%/é.csv";
        await PutAsync(Key, """
            "customerid","sensorid_day","total_kwh"
            "1","7#2022-01-05","0.30"
            "1","7#2022-13-05","0.30"
            "one","7#2022-01-06"
            "1","7#2022-01-05","0.1"

            """);
        var rejected = (await RejectedAsync()).Select(line => JsonElement.Parse(line)).OrderBy(line => line.GetProperty("line").GetInt32()).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ItemsAsync(), Is.EqualTo(new Dictionary<string, decimal> { ["1 7#2022-01-05"] = 0.1m }));
            Assert.That(rejected.Select(line => $"{line.GetProperty("bucket")} {line.GetProperty("key")} {line.GetProperty("line")}"), Is.EqualTo(new[]
            {
                $"{Outputs["ResultsBucket"]} {Key} 3", $"{Outputs["ResultsBucket"]} {Key} 4",
            }));
            Assert.That(rejected[0].GetProperty("text").GetString(), Is.EqualTo(""" "1","7#2022-13-05","0.30" """.Trim()));
            Assert.That(rejected[1].GetProperty("reason").GetString(), Is.EqualTo("the number of fields is 2 instead of 3"));
        }
    }

    [TestCase("elsewhere/a.csv")]
    [TestCase("electricity_by_period/a.csv.metadata")]
    [TestCase("electricity_by_period/a.CSV")]
    public async Task Other_objects_call_no_function(string key)
    {
        await PutAsync(key, "\"customerid\",\"sensorid_day\",\"total_kwh\"\n\"1\",\"7#2022-01-05\",\"0.1\"\n");

        Assert.That(await ItemsAsync(), Is.Empty);
        Assert.That(_deployment.Cloud.Logs.Lines($"/aws/lambda/{Outputs["FunctionName"]}"), Is.Empty);
    }

    [Test]
    public async Task An_event_that_comes_twice_changes_nothing()
    {
        var seen = new ConcurrentQueue<Notification>();
        using (_deployment.Cloud.Notifications.Observe(seen.Enqueue))
        {
            await ExecuteAsync(JsonElement.Parse("""{"date_run": "2022/01/30"}"""));
        }

        var first = await ItemsAsync();
        foreach (var notification in seen)
        {
            _deployment.Cloud.Notifications.Deliver(notification);
        }

        await _deployment.Cloud.Invocations.DrainAsync(CancellationToken.None);

        Assert.That(seen, Has.Count.EqualTo(2));
        Assert.That(await ItemsAsync(), Is.EqualTo(first).And.Count.EqualTo(250));
    }

    [Test]
    public async Task An_event_whose_items_are_refused_for_good_goes_to_the_dead_letter_queue()
    {
        using (_deployment.Cloud.Gateway.Intercept(request => request.Operation == "BatchWriteItem"
            ? new AwsAnswer(400, "application/x-amz-json-1.0", """{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"not allowed"}""")
            : null))
        {
            await PutAsync("electricity_by_period/a.csv", "\"customerid\",\"sensorid_day\",\"total_kwh\"\n\"1\",\"7#2022-01-05\",\"0.1\"\n");
        }

        var kept = await _deployment.Cloud.DrainQueueAsync(Outputs["DeadLetterQueueUrl"]);

        Assert.That(_deployment.Cloud.Invocations.Failures.Single().Attempts, Is.EqualTo(3));
        Assert.That(kept.Single(), Does.Contain("electricity_by_period/a.csv"));
        Assert.That(await ItemsAsync(), Is.Empty);
    }

    [TestCase("""{"date_run": "2022/02/30"}""", "The date_run is 2022/02/30, but must be a day of the calendar such as 2022/01/31.")]
    [TestCase("""{"from": "2022/01/31", "to": "2022/01/30"}""", "The range is from 2022/01/31 to 2022/01/30, which is before it.")]
    [TestCase("""{"from": "2022/01/31"}""", "The input lacks to.")]
    public async Task A_wrong_input_is_refused_before_anything_is_queried(string input, string sentence)
    {
        var outcome = await ExecuteAsync(JsonElement.Parse(input));

        Assert.That(outcome.Error, Is.EqualTo("InvalidInput"));
        Assert.That(outcome.Cause, Does.StartWith(sentence));
        Assert.That(outcome.Counts.TaskCalls, Is.Empty);
    }

    private async Task<ExecutionOutcome> ExecuteAsync(JsonElement input)
    {
        var outcome = await _deployment.ExecuteAsync(Outputs["StateMachineArn"], input, $"{Guid.NewGuid()}", CancellationToken.None);
        await _deployment.Cloud.Invocations.DrainAsync(CancellationToken.None);
        return outcome;
    }

    private static JsonElement Output(ExecutionOutcome outcome) =>
        outcome.Output ?? throw new AssertionException($"{outcome.Error}: {outcome.Cause}");

    private async Task PutAsync(string key, string content)
    {
        using var s3 = _deployment.Cloud.S3();
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Outputs["ResultsBucket"],
            Key = key,
            ContentBody = content,
            UseChunkEncoding = false,
        });
        await _deployment.Cloud.Invocations.DrainAsync(CancellationToken.None);
    }

    private Task<IReadOnlyList<string>> RejectedAsync() =>
        _deployment.Cloud.DrainQueueAsync(Outputs["RejectedLinesQueueUrl"]);

    private static Dictionary<string, decimal> Expected(DateOnly day) => Sample.Expected(day, day)
        .ToDictionary(total => $"{total.CustomerId} {total.SensorPeriod}", total => total.KilowattHours);

    private static string Text(DateTime day) => day.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);

    private async Task<Dictionary<string, decimal>> ItemsAsync()
    {
        using var dynamoDb = _deployment.Cloud.DynamoDb();
        var items = new Dictionary<string, decimal>();
        var request = new ScanRequest { TableName = Outputs["TableName"] };
        do
        {
            var page = await dynamoDb.ScanAsync(request);
            foreach (var item in page.Items)
            {
                items.Add(
                    $"{item["CustomerID"].N} {item["SensorID-Period"].S}", decimal.Parse(item["kWh-Amount"].N, CultureInfo.InvariantCulture));
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return items;
    }
}
