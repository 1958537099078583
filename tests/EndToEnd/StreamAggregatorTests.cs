using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Amazon.S3.Model;
using Fanout.Local.Services.Glue;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples.StreamAggregator;
using Microsoft.AspNetCore.Http;

namespace Fanout.Tests.EndToEnd;

/// <summary>stream-aggregator as it is deployed, against the sample of a third-party API that misbehaves.</summary>
public sealed class StreamAggregatorTests
{
    private const string Key = "k3y-that-nobody-may-see";
    private const string CreatedAt = "2026-01-31T00:00:00Z";

    private readonly SampleLocations _locations = new(4, 450);
    private LocalDeployment _deployment = null!;
    private SampleApi _api = null!;
    private string _task = "";

    private ImmutableDictionary<string, string> Outputs => _deployment.Stack.Workflows["stream-aggregator"];

    [OneTimeSetUp]
    public async Task DeployAsync() => _deployment = await StartAsync([]);

    [OneTimeTearDown]
    public ValueTask RemoveAsync() => _deployment.DisposeAsync();

    [SetUp]
    public async Task StartApiAsync()
    {
        _task = $"task {Guid.NewGuid()}";
        await ServeAsync(_locations);
    }

    [TearDown]
    public ValueTask StopApiAsync() => _api.DisposeAsync();

    [Test]
    public async Task Calls_that_fail_twice_are_made_again_and_nothing_is_lost()
    {
        _api.Inject(new ApiFault(call => call.NumberAtLocation <= 2, HttpStatusCode.InternalServerError));
        _api.Inject(new ApiFault(call => call.NumberAtLocation == 4, HttpStatusCode.TooManyRequests));

        var outcome = await ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Output(outcome).GetProperty("rows").GetInt32(), Is.EqualTo(3_600));
            Assert.That(await FileAsync(), Is.EqualTo(Csv(_locations)));
            Assert.That(outcome.Counts.Retries, Is.EqualTo(3 * 4));
            Assert.That(await RecordAsync(), Is.EqualTo("SUCCEEDED rows 3600 failed 0"));
            Assert.That(await PartsAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task An_answer_that_does_not_come_is_asked_for_again()
    {
        var limit = _deployment.Cloud.Apis.Timeout;
        // Long enough that the others are answered on a busy machine too; one that is asked for twice changes nothing.
        _deployment.Cloud.Apis.Timeout = TimeSpan.FromSeconds(2);
        _api.Inject(new ApiFault(call => call is { Location: "location-0002", NumberAtLocation: 2 }, Delay: Timeout.InfiniteTimeSpan));
        try
        {
            Assert.That(Output(await ExecuteAsync()).GetProperty("rows").GetInt32(), Is.EqualTo(3_600));
            Assert.That(_api.Calls.Count(call => call.Location == "location-0002"), Is.AtLeast(1 + 4 + 1));
        }
        finally
        {
            _deployment.Cloud.Apis.Timeout = limit;
        }
    }

    [Test]
    public async Task A_refused_key_fails_every_location_at_its_first_call_and_shows_the_key_nowhere()
    {
        await ServeAsync(_locations, "another key");

        var outcome = await ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("LocationsFailed"));
            Assert.That(outcome.Cause, Is.EqualTo(
                "4 of 4 locations failed, where 0 are tolerated, and never all; the first: location-0001: get-summary failed with States.Http.StatusCode.401: "
                    + """Unauthorized: {"message":"the API key is missing or wrong; it goes into the header Authorization"}"""));
            Assert.That(_api.Calls, Has.Count.EqualTo(4));
            Assert.That(await RecordAsync(), Does.StartWith("FAILED rows  failed 4 location-0001,location-0002,location-0003,location-0004 LocationsFailed: "));
            Assert.That(JsonSerializer.Serialize(outcome.History.Select(item => (object?)item.Details)), Does.Not.Contain(Key));
        }
    }

    [Test]
    public async Task Locations_without_data_add_nothing_to_the_file()
    {
        var locations = _locations with { WithoutRows = new HashSet<int> { 1, 3 } };
        await ServeAsync(locations);

        var output = Output(await ExecuteAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(output.GetProperty("locations").GetInt32(), Is.EqualTo(4));
            Assert.That(await FileAsync(), Is.EqualTo(Csv(locations)));
            Assert.That(_api.Calls.Select(call => $"{call.Location} {call.Resource}"), Has.None.EqualTo("location-0001 get-data"));
        }
    }

    [Test]
    public async Task A_task_without_any_data_ends_as_such_and_runs_no_job()
    {
        await ServeAsync(new SampleLocations(4, 0));
        var runs = _deployment.Cloud.Glue.Runs.Count();

        var output = Output(await ExecuteAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(output.GetProperty("status").GetString(), Is.EqualTo("NO_DATA"));
            Assert.That(output.TryGetProperty("file", out _), Is.False);
            Assert.That(await RecordAsync(), Is.EqualTo("NO_DATA rows 0 failed 0"));
            Assert.That(_deployment.Cloud.Glue.Runs.Count(), Is.EqualTo(runs));
        }
    }

    [Test]
    public async Task A_job_that_is_killed_in_the_middle_fails_its_task_and_the_next_execution_makes_up_for_it()
    {
        ExecutionOutcome first;
        using (_deployment.Cloud.Gateway.Intercept(request =>
        {
            if (request.Operation == "UploadPart")
            {
                GlueService.StopAsync(_deployment.Cloud.Glue.Runs.Single(run => run.State == JobRunState.Running)).GetAwaiter().GetResult();
            }

            return null;
        }))
        {
            first = await ExecuteAsync();
        }

        var (failed, left) = (await RecordAsync(), await PartsAsync());
        var second = await ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Error, Is.EqualTo("ConsolidationFailed"));
            Assert.That(failed, Does.StartWith("FAILED rows  failed 0 ConsolidationFailed: The Glue job failed with States.TaskFailed"));
            Assert.That(left, Has.Count.EqualTo(4 * 2 * 2).And.Member($"tmp/{Uri.EscapeDataString(_task)}/location-0001/failed/400"));
            Assert.That(Output(second).GetProperty("status").GetString(), Is.EqualTo("SUCCEEDED"));
            Assert.That(await FileAsync(), Is.EqualTo(Csv(_locations)));
            Assert.That(await RecordAsync(), Is.EqualTo("SUCCEEDED rows 3600 failed 0"));
            Assert.That(await PartsAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task What_a_failed_execution_gathered_and_the_API_no_longer_has_is_not_in_the_file()
    {
        await ServeAsync(_locations with { RowsPerState = 1_250 });
        using (_deployment.Cloud.Gateway.Intercept(request => request.Operation == "CreateMultipartUpload"
            ? new(403, "application/xml", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
            : null))
        {
            Assert.That((await ExecuteAsync()).Cause, Does.Contain("AccessDenied"));
        }

        await ServeAsync(_locations);

        Assert.That(Output(await ExecuteAsync()).GetProperty("rows").GetInt32(), Is.EqualTo(3_600));
        Assert.That(await FileAsync(), Is.EqualTo(Csv(_locations)));
    }

    [Test]
    public async Task Two_tasks_at_once_have_a_file_each()
    {
        var first = _task;
        var one = ExecuteAsync();
        _task = $"task {Guid.NewGuid()}";
        var other = ExecuteAsync();

        Assert.That(Output(await other).GetProperty("rows").GetInt32(), Is.EqualTo(3_600));
        Assert.That(Output(await one).GetProperty("task_id").GetString(), Is.EqualTo(first));
        Assert.That(await FileAsync(), Is.EqualTo(Csv(_locations)));
        _task = first;
        Assert.That(await FileAsync(), Is.EqualTo(Csv(_locations)));
        Assert.That(await RecordAsync(), Is.EqualTo("SUCCEEDED rows 3600 failed 0"));
    }

    [Test]
    public async Task A_part_that_is_no_JSON_fails_the_task_and_every_part_stays()
    {
        using var s3 = _deployment.Cloud.S3();
        var key = $"tmp/{Uri.EscapeDataString(_task)}/location-0002/failed/900";
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = Outputs["PartsBucket"], Key = key, ContentBody = "[{", UseChunkEncoding = false });

        var outcome = await ExecuteAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("ConsolidationFailed"));
            Assert.That(outcome.Cause, Does.Contain($"The part s3://{Outputs["PartsBucket"]}/{key} is not a JSON array of rows"));
            Assert.That(await RecordAsync(), Does.StartWith("FAILED rows  failed 0 ConsolidationFailed: "));
            Assert.That(await PartsAsync(), Has.Count.EqualTo(17));
            Assert.That((await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Outputs["OutputBucket"], Prefix = Uri.EscapeDataString(_task) })).S3Objects, Is.Null.Or.Empty);
        }
    }

    [Test]
    public async Task A_failed_location_is_tolerated_where_the_setting_says_so_and_listed()
    {
        await using var deployment = await StartAsync(new JsonObject { ["toleratedFailedLocations"] = 1, ["pageSize"] = 100 });
        (_deployment, var usual) = (deployment, _deployment);
        try
        {
            await ServeAsync(_locations);
            _api.Inject(new ApiFault(call => call.Location == "location-0003", HttpStatusCode.Forbidden));

            var failed = Output(await ExecuteAsync()).GetProperty("failed");

            using (Assert.EnterMultipleScope())
            {
                Assert.That(failed.GetRawText(), Is.EqualTo(
                    """{"count":1,"locations":[{"location_id":"location-0003","error":"get-summary failed with States.Http.StatusCode.403: Forbidden: {\"message\":\"call """
                        + $$"""{{_api.Calls.Single(call => call.Location == "location-0003").Number}} fails\"}"}]}"""));
                Assert.That(await RecordAsync(), Is.EqualTo("SUCCEEDED rows 2700 failed 1 location-0003"));
                Assert.That(_api.Calls.Count(call => call.Resource == "get-data"), Is.EqualTo(3 * 2 * 5));
            }
        }
        finally
        {
            _deployment = usual;
        }
    }

    [Test]
    public async Task Values_that_are_no_texts_reach_the_file_with_their_digits()
    {
        const string page = """
            {"results": [
              {"resourceKey": 1234567890123456, "errors": [{"message": 5890840712243077}], "state": 9007199254740992},
              {"resourceKey": 0.1, "errors": [{"message": 1e21}], "state": -17.25},
              {"resourceKey": true, "errors": [], "state": {"__proto__": "kept"}}]}
            """;
        var locations = new SampleLocations(1, 0);
        await ServeAsync(locations);
        _api.Inject(new ApiFault(call => call.Resource == "get-summary", Answer: Results.Text("""{"states": {"failed": "3"}}""", "application/json; charset=utf8")));
        _api.Inject(new ApiFault(call => call is { State: "failed" }, Answer: Results.Text(page, "application/json")));
        _api.Inject(new ApiFault(call => call is { State: "rejected" }, Answer: Results.NoContent()));

        var output = Output(await ExecuteAsync(locations));

        Assert.That(output.GetProperty("rows").GetInt32(), Is.EqualTo(3));
        Assert.That(await FileAsync(), Is.EqualTo(
            "\"discount_code\",\"error_message\",\"status\"\r\n"
                + "\"1234567890123456\",\"5890840712243077\",\"9007199254740992\"\r\n"
                + "\"0.1\",\"1e+21\",\"-17.25\"\r\n"
                + "\"true\",\"\",\"{\"\"__proto__\"\":\"\"kept\"\"}\"\r\n"));
    }

    [TestCase("application/json")]
    [TestCase("text/plain")]
    public async Task Half_a_character_of_the_API_fails_its_location_with_a_sentence(string contentType)
    {
        var locations = new SampleLocations(1, 1);
        await ServeAsync(locations);
        _api.Inject(new ApiFault(
            call => call.State == "failed", Answer: Results.Text("""{"results": [{"resourceKey": "\ud83d", "state": "failed"}]}""", contentType)));

        var outcome = await ExecuteAsync(locations);

        Assert.That(outcome.Cause, Does.Contain("location-0001: get-data of the failed records from 0 on failed with").And.Contain("unpaired surrogate"));
    }

    [TestCase("""{}""", "The input lacks task_id.")]
    [TestCase("""{"task_id": "t"}""", "The input lacks task_sort_key.")]
    [TestCase("""{"task_id": 7, "task_sort_key": "k"}""", "The task_id is 7, but must be a text")]
    [TestCase("""{"task_id": "t", "task_sort_key": "k", "task": 1}""", "The input has the field task, which has no meaning.")]
    public async Task A_wrong_input_is_refused_in_a_sentence(string input, string sentence)
    {
        var outcome = await ExecuteAsync(JsonElement.Parse(input));

        Assert.That((outcome.Error, outcome.Cause), Is.EqualTo(("InvalidInput", outcome.Cause)));
        Assert.That(outcome.Cause, Does.StartWith(sentence));
    }

    [Test]
    public async Task A_task_without_locations_says_what_to_do()
    {
        var outcome = await ExecuteAsync(Input());

        Assert.That(outcome.Error, Is.EqualTo("NoLocations"));
        Assert.That(outcome.Cause, Does.EndWith($"has no location of the task {_task}. Add its locations first."));
        Assert.That(await RecordAsync(), Does.StartWith("FAILED rows  failed 0 NoLocations: "));
    }

    private static Task<LocalDeployment> StartAsync(JsonObject settings) => Deployments.StartAsync(new Dictionary<string, string>
    {
        ["workflows"] = """["stream-aggregator"]""",
        ["streamAggregator"] = settings.ToJsonString(),
        ["streamAggregatorApiKey"] = Key,
    });

    private async Task ServeAsync(SampleLocations locations, string key = Key)
    {
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        _api = await SampleApi.StartAsync(locations, () => [new("Authorization", key)], CancellationToken.None);
        _deployment.Cloud.Apis.Map("https://api.example.com", _api.Endpoint);
    }

    private JsonElement Input() => JsonSerializer.SerializeToElement(new { task_id = _task, task_sort_key = CreatedAt });

    private async Task<ExecutionOutcome> ExecuteAsync(SampleLocations? locations = null)
    {
        var input = Input();
        using var dynamoDb = _deployment.Cloud.DynamoDb();
        await StreamAggregatorSample.LoadAsync(dynamoDb, Outputs["LocationsTableName"], _task, (locations ?? _locations).Ids, CancellationToken.None);
        return await ExecuteAsync(input);
    }

    private Task<ExecutionOutcome> ExecuteAsync(JsonElement input) =>
        _deployment.ExecuteAsync(Outputs["StateMachineArn"], input, $"{Guid.NewGuid()}", CancellationToken.None);

    private static JsonElement Output(ExecutionOutcome outcome) =>
        outcome.Output ?? throw new AssertionException($"{outcome.Error}: {outcome.Cause} {outcome.FailedChild?.Cause}");

    private async Task<string> FileAsync()
    {
        using var s3 = _deployment.Cloud.S3();
        using var found = await s3.GetObjectAsync(
            Outputs["OutputBucket"], $"{Uri.EscapeDataString(_task)}/{Uri.EscapeDataString(CreatedAt)}.csv");
        using var text = new StreamReader(found.ResponseStream);
        return await text.ReadToEndAsync();
    }

    private static string Csv(SampleLocations locations) => string.Concat(locations.Expected()
        .Select(row => new[] { row.DiscountCode, row.ErrorMessage, row.Status })
        .Prepend(["discount_code", "error_message", "status"])
        .Select(fields => $"{string.Join(',', fields.Select(field => $"\"{field.Replace("\"", "\"\"")}\""))}\r\n"));

    private async Task<List<string>> PartsAsync()
    {
        using var s3 = _deployment.Cloud.S3();
        var page = await s3.ListObjectsV2Async(new ListObjectsV2Request
        {
            BucketName = Outputs["PartsBucket"],
            Prefix = $"tmp/{Uri.EscapeDataString(_task)}/",
        });
        return [.. (page.S3Objects ?? []).Select(found => found.Key)];
    }

    // The status, the rows, how many locations failed and which, and the error.
    private async Task<string> RecordAsync()
    {
        using var dynamoDb = _deployment.Cloud.DynamoDb();
        var record = (await dynamoDb.GetItemAsync(new GetItemRequest
        {
            TableName = Outputs["TasksTableName"],
            Key = new() { ["task_id"] = new(_task), ["created_at"] = new(CreatedAt) },
        })).Item;
        Assert.That(record.Keys, Is.SupersetOf(new[] { "started_at", "ended_at" }));
        var failed = string.Join(',', (record["failed_locations"].L ?? []).Select(location => location.M["location_id"].S));
        return $"{record["status"].S} rows {record.GetValueOrDefault("row_count")?.N} failed {record["failed_location_count"].N} {failed}".TrimEnd()
            + (record.GetValueOrDefault("error")?.S is { } error ? $" {error}" : "");
    }
}
