using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.Workflows;

/// <summary>The three machines of stream-aggregator together, with services in memory.</summary>
public sealed class StreamAggregatorTests
{
    private const string Input = """{"task_id":"t 1","task_sort_key":"2026-01-02T03:04:05Z"}""";
    private const string Key = "t 1 2026-01-02T03:04:05Z";
    private const string Folder = "parts/tmp/t%201";
    private const string File = "s3://output/t%201/2026-01-02T03%3A04%3A05Z.csv";
    private const string Owner = "execution_arn=arn:aws:states:us-east-1:123456789012:execution:machine:run-1";

    private static readonly StreamAggregatorSettings Settings =
        EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()).StreamAggregator;

    private FakeStreamServices _services = new(Settings);

    [SetUp]
    public void CreateServices() => Use(Settings);

    [Test]
    public async Task Every_record_of_every_location_is_in_the_file_and_the_record_says_so()
    {
        Locate(("a", 900, 0), ("b/ü", 1, 400), ("c", 0, 0));

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo(
                $$$"""{"task_id":"t 1","task_sort_key":"2026-01-02T03:04:05Z","status":"SUCCEEDED","file":"{{{File}}}","rows":1301,"emptyColumns":["status"],"locations":3,"incomplete":{"count":0,"missing":0,"rejected":0,"locations":[]},"failed":{"count":0,"locations":[]}}"""), outcome.Cause);
            Assert.That(_services.Tables.Record(Key), Does.Match(
                $"^ended_at=2026-01-02T03:0.* {Owner} failed_location_count=0 failed_locations=\\[\\] file={File} incomplete_locations=\\[\\] location_count=3 missing_row_count=0 rejected_row_count=0 row_count=1301 started_at=2026-01-02T03:04:05(.000)?Z status=SUCCEEDED$"));
            Assert.That(_services.Api.Calls, Is.EquivalentTo(new[]
            {
                "a/get-summary", "a/get-data failed 0+400", "a/get-data failed 400+400", "a/get-data failed 800+400", "a/get-data rejected 0+400",
                "b%2F%C3%BC/get-summary", "b%2F%C3%BC/get-data failed 0+400", "b%2F%C3%BC/get-data rejected 0+400", "b%2F%C3%BC/get-data rejected 400+400",
                "c/get-summary",
            }));
            Assert.That(_services.Jobs.Single().GetRawText(), Is.EqualTo(
                """{"--task_id":"t 1","--run":"run-1","--source_bucket":"parts","--source_prefix":"tmp/t%201/","--destination_bucket":"output","--destination_key":"t%201/2026-01-02T03%3A04%3A05Z.csv","--columns":"[\"discount_code\",\"error_message\",\"status\"]"}"""));
            Assert.That(_services.Buckets.Text("output/t%201/2026-01-02T03%3A04%3A05Z.csv").Split('\n'), Is.Unique.And.Exactly(1301).Items);
        }
    }

    [Test]
    public async Task A_part_is_an_array_of_rows_even_of_one()
    {
        Locate(("a", 1, 2));
        _services.Before = FailJob("States.TaskFailed", "killed");

        await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_services.Buckets.Keys, Is.EqualTo(new[] { $"{Folder}/a/failed/0", $"{Folder}/a/rejected/0" }));
            Assert.That(_services.Buckets.Text($"{Folder}/a/failed/0"), Is.EqualTo(
                """[{"discount_code":"a-failed-0","error_message":"not \"found\"","status":"failed"}]"""));
            Assert.That(JsonElement.Parse(_services.Buckets.Text($"{Folder}/a/rejected/0")).GetArrayLength(), Is.EqualTo(2));
        }
    }

    [TestCase("""{"resourceKey":"x","errors":[],"state":"failed"}""", """{"discount_code":"x","status":"failed"}""")]
    [TestCase("""{"resourceKey":7,"errors":[{"message":null}],"state":null}""", """{"discount_code":7,"error_message":null,"status":null}""")]
    [TestCase("""{"resourceKey":1234567890123456,"errors":[{"message":true}],"state":-0.5}""", """{"discount_code":1234567890123456,"error_message":true,"status":-0.5}""")]
    [TestCase("""{"resourceKey":5890840712243077,"errors":[{"message":1e300}],"state":["a"]}""", """{"discount_code":5890840712243077,"error_message":1e+300,"status":["a"]}""")]
    [TestCase("""{"errors":[{"message":"one"},{"message":"two"}],"state":"failed"}""", """{"error_message":"one","status":"failed"}""")]
    public async Task A_row_has_the_record_s_values_as_they_came(string record, string row)
    {
        Locate(("a", 1, 0));
        _services.Api.Answer = call => call.Contains("failed", StringComparison.Ordinal) ? $$"""{"results":[{{record}}]}""" : null;

        await RunAsync();

        Assert.That(_services.Buckets.Text("output/t%201/2026-01-02T03%3A04%3A05Z.csv"), Is.EqualTo(row));
    }

    [TestCase("""{"id":0,"loc":"plain","v":{"a":"v0"},"state":"failed"}""", """{"Id":0,"loc \"x\"":"plain","v":"v0"}""")]
    [TestCase("""{"loc":null}""", """{"loc \"x\"":null}""")]
    [TestCase("""{"v":[{"a":"m1"},{"a":"m2"}],"errors":[[5,{"and":"y"}]]}""", """{"v":["m1","m2"],"z":"y"}""")]
    [TestCase("""{"v":[{"a":"m1"}],"errors":[]}""", """{"v":"m1"}""")]
    public async Task A_row_has_the_columns_that_are_set(string record, string row)
    {
        Use(Settings with { Columns = [Column("Id", "id"), Column("loc \"x\"", "loc"), Column("v", "v.a"), Column("z", "errors[0][1].and")] });
        Locate(("a", 1, 0));
        _services.Api.Answer = call => call.Contains("failed", StringComparison.Ordinal) ? $$"""{"results":[{{record}}]}""" : null;

        await RunAsync();

        Assert.That(_services.Buckets.Text("output/t%201/2026-01-02T03%3A04%3A05Z.csv"), Is.EqualTo(row));
    }

    [Test]
    public async Task A_record_with_none_of_the_columns_fields_is_rejected_and_told_of()
    {
        Locate(("a", 3, 0));
        _services.Api.Answer = call => call == "a/get-data failed 0+400"
            ? """{"results":[{"resourceKey":"x"},{},{"id":1,"errors":[],"State":"failed"}]}"""
            : null;

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("rows").GetInt32(), Is.EqualTo(1), outcome.Cause);
            Assert.That(
                outcome.Output?.GetProperty("incomplete").GetRawText(),
                Does.Contain("\"rejected\":2,").And.Contain("2 failed records are no objects, or have none of the fields of streamAggregator.columns: resourceKey, "));
            Assert.That(_services.Messages, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task An_API_that_gives_less_than_a_page_is_asked_on_until_all_is_there()
    {
        Locate(("a", 250, 0));
        _services.Api.MostRecords = 100;

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("rows").GetInt32(), Is.EqualTo(250), outcome.Cause);
            Assert.That(_services.Api.Calls.Where(call => call.Contains(" failed", StringComparison.Ordinal)), Is.EqualTo(new[]
            {
                "a/get-data failed 0+400", "a/get-data failed 100+400", "a/get-data failed 200+400",
            }));
        }
    }

    [Test]
    public async Task Records_that_are_counted_and_not_given_fail_their_location_where_that_is_set()
    {
        Use(Settings with { MissingRowsFailLocation = true });
        Locate(("a", 100, 0));
        _services.Api.Answer = call => call == "a/get-data failed 0+400" ? """{"results":[]}""" : null;

        Assert.That((await RunAsync()).Cause, Does.EndWith("a: IncompleteData: The API gave 0 failed records, but counted 100."));
    }

    [Test]
    public async Task Records_that_are_missing_or_no_objects_are_told_of_in_outcome_record_and_queue()
    {
        Locate(("a", 3, 2), ("b", 1, 0));
        _services.Api.Answer = call => call switch
        {
            "a/get-data failed 0+400" => """{"results":[{"resourceKey":"x","state":"failed"},null]}""",
            "a/get-data failed 2+400" => """{"results":[]}""",
            _ => null,
        };

        var outcome = await RunAsync();

        const string incomplete =
            """{"count":1,"missing":1,"rejected":1,"locations":[{"location_id":"a","reason":"The API gave 2 failed records, but counted 3. 1 failed records are no objects, or have none of the fields of streamAggregator.columns: resourceKey, errors[0].message, state."}]}""";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("rows").GetInt32(), Is.EqualTo(4), outcome.Cause);
            Assert.That(outcome.Output?.GetProperty("incomplete").GetRawText(), Is.EqualTo(incomplete));
            Assert.That(_services.Tables.Record(Key), Does.Contain("missing_row_count=1 rejected_row_count=1 row_count=4").And.Contain("but counted 3."));
            Assert.That(_services.Messages, Is.EqualTo(new[]
            {
                $$$"""{"task_id":"t 1","execution":"arn:aws:states:us-east-1:123456789012:execution:machine:run-1","incomplete":{{{incomplete}}},"failed":{"count":0,"locations":[]}}""",
            }));
        }
    }

    [TestCase(50, "SUCCEEDED")]
    [TestCase(49, "FAILED")]
    public async Task A_task_fails_where_more_is_missing_or_rejected_than_is_tolerated(int tolerated, string status)
    {
        Use(Settings with { ToleratedRejectedPercentage = tolerated });
        Locate(("a", 2, 0));
        _services.Api.Answer = call => call == "a/get-data failed 0+400" ? """{"results":[{"resourceKey":"x"},7]}""" : null;

        await RunAsync();

        Assert.That(_services.Tables.Record(Key), Does.EndWith($"status={status}"));
    }

    [Test]
    public async Task A_task_of_which_nothing_can_be_used_fails_with_the_first_reason()
    {
        Locate(("a", 2, 0));
        _services.Api.Answer = call => call == "a/get-data failed 0+400" ? """{"results":["x",7]}""" : null;

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("RowsRejected"));
            Assert.That(outcome.Cause, Is.EqualTo(
                "Beside 0 rows 0 are missing and 2 were rejected, where toleratedRejectedPercentage tolerates 99 %; the first: a: 2 failed records are no objects, or have none of the fields of streamAggregator.columns: resourceKey, errors[0].message, state."));
        }
    }

    [Test]
    public async Task A_queue_that_cannot_be_told_fails_the_task()
    {
        Locate(("a", 2, 0));
        _services.Api.Answer = call => call == "a/get-data failed 0+400" ? """{"results":[{"resourceKey":"x"},7]}""" : null;
        _services.Before = (action, _) => Fail(action == "tell", new TaskFailedException("Sqs.QueueDoesNotExistException", "There is no such queue."));

        var outcome = await RunAsync();

        Assert.That($"{outcome.Error}: {outcome.Cause}", Is.EqualTo(
            "NotTold: The queue of incomplete locations could not be told: Sqs.QueueDoesNotExistException: There is no such queue."));
    }

    [TestCase("""{"states":{"failed":"2","rejected":" 1 "}}""", 3)]
    [TestCase("""{"states":{"failed":null,"rejected":1}}""", 3)]
    [TestCase("""{"states":{"rejected":1}}""", 3)]
    [TestCase("""{"states":{}}""", 0)]
    [TestCase("\ufeff{\"states\":{\"failed\":2}}", 3)]
    public async Task Counts_may_be_texts_null_or_missing(string answer, int rows)
    {
        Locate(("a", 2, 1));
        _services.Api.Answer = call => call == "a/get-summary" ? answer : null;

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("rows").GetInt32(), Is.EqualTo(rows), outcome.Cause);
            Assert.That(outcome.Output?.GetProperty("incomplete").GetProperty("count").GetInt32(), Is.Zero);
        }
    }

    [TestCase("a/get-summary", 0, 0)]
    [TestCase("a/get-data failed 0+400", 1, 2)]
    public async Task An_answer_without_content_has_no_records(string call, int rows, int missing)
    {
        Locate(("a", 2, 1));
        _services.Api.Answer = called => called == call ? FakeApi.NoContent : null;

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("rows").GetInt32(), Is.EqualTo(rows), outcome.Cause);
            Assert.That(outcome.Output?.GetProperty("incomplete").GetProperty("missing").GetInt32(), Is.EqualTo(missing));
        }
    }

    [Test]
    public async Task All_locations_that_fail_fail_the_task_however_many_are_tolerated()
    {
        Use(Settings with { ToleratedFailedLocations = 5 });
        Locate(("a", 5, 0));
        _services.Api.Before = _ => throw FakeApi.Failure(404, "no such location");

        Assert.That((await RunAsync()).Error, Is.EqualTo("LocationsFailed"));
    }

    [Test]
    public async Task A_reason_is_told_without_the_source_of_the_expression()
    {
        Locate(("a", 1, 0));
        _services.Api.Answer = call => call == "a/get-summary" ? "{ no JSON" : null;

        Assert.That((await RunAsync()).Cause, Does.Contain("(entered at the event id #4). The JSONata expression specified for the field 'Output' threw an error during evaluation. D3137: "));
    }

    [Test]
    public async Task Locations_are_read_to_the_last_page()
    {
        Locate([.. Enumerable.Range(0, 250).Select(number => ($"l{number:D3}", number % 50 == 0 ? 1 : 0, 0))]);

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("locations").GetInt32(), Is.EqualTo(250), outcome.Cause);
            Assert.That(outcome.Output?.GetProperty("rows").GetInt32(), Is.EqualTo(5));
            Assert.That(_services.Api.Calls.Where(call => call.EndsWith("summary", StringComparison.Ordinal)), Is.Unique.And.Exactly(250).Items);
        }
    }

    [Test]
    public async Task No_location_with_records_is_no_failure_and_starts_no_job()
    {
        Locate(("a", 0, 0), ("b", 0, 0));

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo(
                """{"task_id":"t 1","task_sort_key":"2026-01-02T03:04:05Z","status":"NO_DATA","rows":0,"locations":2,"incomplete":{"count":0,"missing":0,"rejected":0,"locations":[]},"failed":{"count":0,"locations":[]}}"""), outcome.Cause);
            Assert.That(_services.Tables.Record(Key), Does.Contain("location_count=2 ").And.Contain(" row_count=0").And.EndWith("status=NO_DATA"));
            Assert.That(_services.Jobs, Is.Empty);
        }
    }

    [Test]
    public async Task A_task_without_locations_fails_and_says_where_they_are_looked_for()
    {
        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("NoLocations"));
            Assert.That(outcome.Cause, Is.EqualTo("The table locations has no location of the task t 1. Add its locations first."));
            Assert.That(_services.Tables.Record(Key), Does.Contain("error=NoLocations: The table locations has no").And.EndWith("status=FAILED"));
        }
    }

    [TestCase(401, 1, "get-summary failed with States.Http.StatusCode.401: no such key")]
    [TestCase(404, 1, "get-summary failed with States.Http.StatusCode.404: no such key")]
    [TestCase(500, 6, "get-summary failed with States.Http.StatusCode.500: no such key")]
    public async Task A_location_that_fails_fails_the_task_with_status_and_body(int status, int calls, string error)
    {
        Locate(("a", 5, 0), ("b", 5, 0));
        _services.Api.Before = call => Fail(call == "b/get-summary", FakeApi.Failure(status, "no such key"));

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("LocationsFailed"));
            Assert.That(outcome.Cause, Is.EqualTo($"1 of 2 locations failed, where 0 are tolerated, and never all; the first: b: {error}"));
            Assert.That(_services.Tables.Record(Key), Does.Contain(
                "failed_location_count=1 failed_locations=[{'M':{'location_id':{'S':'b'},'error':{'S':'".Replace('\'', '"') + error + "\"}}}] incomplete_locations=[] location_count=2 ").And.EndWith("status=FAILED"));
            Assert.That(_services.Api.Calls.Count(call => call == "b/get-summary"), Is.EqualTo(calls));
            Assert.That(_services.Jobs, Is.Empty);
        }
    }

    [Test]
    public async Task A_tolerated_location_is_listed_in_record_and_outcome()
    {
        Use(Settings with { ToleratedFailedLocations = 1 });
        Locate(("a", 5, 0), ("b", 5, 0));
        _services.Api.Before = call => Fail(call == "b/get-data rejected 0+400", FakeApi.Failure(403, new string('x', 1000)));

        var outcome = await RunAsync();

        var error = $"get-data of the rejected records from 0 on failed with States.Http.StatusCode.403: {new string('x', 300)}";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("status").GetString(), Is.EqualTo("SUCCEEDED"), outcome.Cause);
            Assert.That(outcome.Output?.GetProperty("failed").GetRawText(), Is.EqualTo(
                $$"""{"count":1,"locations":[{"location_id":"b","error":"{{error}}"}]}"""));
            Assert.That(_services.Tables.Record(Key), Does.Contain("failed_location_count=1").And.Contain(error).And.EndWith("status=SUCCEEDED"));
        }
    }

    [TestCase("States.Http.StatusCode.500", 2)]
    [TestCase("States.Http.StatusCode.429", 5)]
    [TestCase("States.Http.Socket", 3)]
    public async Task What_may_pass_is_tried_again(string error, int failures)
    {
        Locate(("a", 401, 0));
        var left = failures;
        _services.Api.Before = call => Fail(call == "a/get-data failed 400+400" && left-- > 0, new TaskFailedException(error, "later"));

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("rows").GetInt32(), Is.EqualTo(401), outcome.Cause);
            Assert.That(_services.Api.Calls.Count(call => call == "a/get-data failed 400+400"), Is.EqualTo(failures + 1));
        }
    }

    [TestCase("get-summary", "no JSON", "InvalidAnswer: get-summary must answer {\"states\": {\"failed\": N, \"rejected\": N}}, N a whole number from 0; it answered no JSON")]
    [TestCase("get-summary", """{"states":{"failed":"many"}}""", "InvalidAnswer: get-summary must answer {\"states\": {\"failed\": N, \"rejected\": N}}, N a whole number from 0; it answered {\"states\":{\"failed\":\"many\"}}")]
    [TestCase("get-summary", """{"states":{"failed":-1}}""", "InvalidAnswer: get-summary must answer {\"states\": {\"failed\": N, \"rejected\": N}}, N a whole number from 0; it answered {\"states\":{\"failed\":-1}}")]
    [TestCase("get-summary", """{"failed":5,"rejected":0}""", "InvalidAnswer: get-summary must answer {\"states\": {\"failed\": N, \"rejected\": N}}, N a whole number from 0; it answered {\"failed\":5,\"rejected\":0}")]
    [TestCase("get-summary", "[]", "InvalidAnswer: get-summary must answer {\"states\": {\"failed\": N, \"rejected\": N}}, N a whole number from 0; it answered []")]
    [TestCase("get-data", """{"data":[{"resourceKey":"x"}]}""", "get-data of the failed records from 0 on failed with InvalidAnswer: get-data must answer {\"results\": [...]}, a list of the records; it answered {\"data\":[{\"resourceKey\":\"x\"}]}")]
    [TestCase("get-data", "<html>", "get-data of the failed records from 0 on failed with InvalidAnswer: get-data must answer {\"results\": [...]}, a list of the records; it answered <html>")]
    [TestCase("get-data", """{"results":{}}""", "get-data of the failed records from 0 on failed with InvalidAnswer: get-data must answer {\"results\": [...]}, a list of the records; it answered {\"results\":{}}")]
    public async Task An_answer_of_another_form_fails_its_location_with_a_sentence(string path, string answer, string error)
    {
        Locate(("a", 1, 0));
        _services.Api.Answer = call => call.Contains(path, StringComparison.Ordinal) ? answer : null;

        Assert.That((await RunAsync()).Cause, Does.StartWith($"1 of 1 locations failed, where 0 are tolerated, and never all; the first: a: {error}"));
    }

    [Test]
    public async Task A_page_that_no_state_can_take_says_which_setting_to_lower()
    {
        Locate(("a", 1, 0));
        _services.Api.Answer = call => call.Contains("failed", StringComparison.Ordinal) ? new { results = new[] { new string('x', 300_000) } } : null;

        Assert.That((await RunAsync()).Cause, Does.EndWith(
            "failed with PageTooLarge: The page has more than the 262,144 bytes that a state takes. Set streamAggregator.pageSize, which is 400, to fewer records."));
    }

    [TestCase("..")]
    [TestCase(".")]
    [TestCase("ggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg€€€€€€€€€€€€€€€€€€€€")]
    public async Task A_location_that_no_path_can_name_is_never_asked(string location)
    {
        Locate((location, 1, 0));

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Cause, Does.Contain("InvalidLocation: A location_id must be a text other than . and .. of up to 240 bytes, encoded for a URL."));
            Assert.That(_services.Api.Calls, Is.Empty);
        }
    }

    [TestCase(
        "States.TaskFailed",
        """{"JobName":"job","ErrorMessage":"The part \"x\" is not valid JSON.","JobRunState":"FAILED"}""",
        "The Glue job failed with States.TaskFailed: The part \"x\" is not valid JSON.")]
    [TestCase("Glue.EntityNotFoundException", "no such job", "The Glue job failed with Glue.EntityNotFoundException: no such job")]
    public async Task A_job_that_fails_fails_the_task_with_its_message(string error, string cause, string message)
    {
        Locate(("a", 1, 0));
        _services.Before = FailJob(error, cause);

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("ConsolidationFailed"));
            Assert.That(outcome.Cause, Is.EqualTo(message));
            Assert.That(_services.Tables.Record(Key), Does.Contain($"error=ConsolidationFailed: {message} ").And.EndWith("status=FAILED"));
        }
    }

    [Test]
    public async Task A_job_that_Glue_has_no_room_for_is_started_later()
    {
        Locate(("a", 1, 0));
        var left = 3;
        _services.Before = (action, _) => Fail(action == "job" && left-- > 0, new TaskFailedException("Glue.ConcurrentRunsExceededException", "10 runs"));

        Assert.That((await RunAsync()).Output?.GetProperty("status").GetString(), Is.EqualTo("SUCCEEDED"));
    }

    [Test]
    public async Task A_task_that_failed_can_be_run_again_and_its_record_holds_nothing_of_before()
    {
        Locate(("a", 3, 0));
        _services.Before = FailJob("States.TaskFailed", "killed");
        await RunAsync();
        _services.Before = (_, _) => { };

        var outcome = await RunAsync("run-2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetProperty("rows").GetInt32(), Is.EqualTo(3), outcome.Cause);
            Assert.That(_services.Tables.Record(Key), Does.Contain(":machine:run-2 ").And.Not.Contain("error=").And.EndWith("status=SUCCEEDED"));
        }
    }

    [Test]
    public async Task An_execution_whose_task_another_one_took_over_stops_before_it_writes()
    {
        Locate(("a", 3, 0));
        string? record = null;
        _services.Api.Before = _ =>
        {
            _services.Tables.Tasks[Key]["execution_arn"] = JsonElement.Parse("""{"S":"another"}""");
            record = _services.Tables.Record(Key);
        };

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("TaskTakenOver"));
            Assert.That(outcome.Cause, Does.StartWith("Another execution has begun the task t 1 of 2026-01-02T03:04:05Z after this one"));
            Assert.That(_services.Tables.Record(Key), Is.EqualTo(record));
            Assert.That(_services.Jobs, Is.Empty);
        }
    }

    [TestCase("""{"rows":2}""", "RowsMissing", "Of 3 rows that were gathered, the file s3://output/t%201/2026-01-02T03%3A04%3A05Z.csv has 2.")]
    [TestCase("""{"count":3}""", "RowsMissing", "Of 3 rows that were gathered, the file s3://output/t%201/2026-01-02T03%3A04%3A05Z.csv has .")]
    [TestCase("no JSON", "NotCounted", "The row count that the job writes could not be read: States.QueryEvaluationError")]
    public async Task A_file_that_lacks_rows_or_a_count_fails_the_task(string summary, string error, string cause)
    {
        Locate(("a", 3, 0));
        _services.Before = (action, _) =>
        {
            if (action == "get")
            {
                _services.Buckets.Put("output/t%201/2026-01-02T03%3A04%3A05Z.csv.summary.json", summary);
            }
        };

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo(error));
            Assert.That(outcome.Cause, Does.StartWith(cause));
            Assert.That(_services.Tables.Record(Key), Does.EndWith("status=FAILED"));
        }
    }

    [Test]
    public async Task An_extraction_that_fails_fails_the_task_with_its_cause()
    {
        _services.Before = (action, _) => Fail(action == "query", new TaskFailedException("DynamoDb.ResourceNotFoundException", "There is no \"table\""));

        var outcome = await RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("ExtractionFailed"));
            Assert.That(outcome.Cause, Is.EqualTo("Data extraction failed with States.TaskFailed: There is no \"table\""));
            Assert.That(_services.Tables.Record(Key), Does.Contain("error=ExtractionFailed: Data").And.EndWith("status=FAILED"));
        }
    }

    [TestCase("extract", "ExtractionFailed: Data extraction failed with States.Timeout: ")]
    [TestCase("job", "ConsolidationFailed: The Glue job failed with States.Timeout: ")]
    public async Task What_takes_too_long_fails_the_task(string action, string error)
    {
        Locate(("a", 1, 0));
        _services.Before = (called, _) => Fail(called == action, new TaskFailedException("States.Timeout", null));

        await RunAsync();

        Assert.That(_services.Tables.Record(Key), Does.Contain($"error={error} ").And.EndWith("status=FAILED"));
    }

    [Test]
    public async Task A_page_that_never_comes_fails_its_location()
    {
        Locate(("a", 1, 0));
        _services.Before = (action, _) => Fail(action == "process", new TaskFailedException("Sfn.SfnException", "Rate exceeded"));

        Assert.That((await RunAsync()).Cause, Does.Contain(
            "a: get-data of the failed records from 0 on failed with Sfn.SfnException: Rate exceeded get-data of the rejected records from 0 on failed with"));
    }

    [Test]
    public async Task A_record_that_cannot_be_written_at_the_end_leaves_the_failure_as_it_is()
    {
        var updates = 0;
        _services.Before = (action, _) => Fail(action == "update" && ++updates > 2, new TaskFailedException("DynamoDB.InternalServerErrorException", "later"));

        Assert.That((await RunAsync()).Error, Is.EqualTo("NoLocations"));
    }

    [TestCase("[]", "The input must be an object, but is of the type array.")]
    [TestCase("{}", "The input lacks task_id.")]
    [TestCase("""{"task_id":"t"}""", "The input lacks task_sort_key.")]
    [TestCase("""{"task_id":"t","task_sort_key":"s","more":1}""", "The input has the field more, which has no meaning.")]
    [TestCase("""{"task_id":"","task_sort_key":"s"}""", "The task_id is , but must be a text of up to 240 bytes")]
    [TestCase("""{"task_id":"-t","task_sort_key":"s"}""", "The task_id is -t, but must be a text of up to 240 bytes")]
    [TestCase("""{"task_id":"t","task_sort_key":".."}""", "The task_sort_key is .., but must be a text of up to 240 bytes")]
    [TestCase("""{"task_id":7,"task_sort_key":"s"}""", "The task_id is 7, but must be a text of up to 240 bytes")]
    [TestCase("""{"task_id":null,"task_sort_key":"s"}""", "The task_id is null, but must be a text of up to 240 bytes")]
    public async Task A_wrong_input_ends_with_a_sentence_and_no_record(string input, string problem)
    {
        var outcome = await RunAsync(input: input);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo("InvalidInput"), outcome.Cause);
            Assert.That(outcome.Cause, Does.StartWith(problem).And.Contain("""Give {"task_id": "...", "task_sort_key": "..."}"""));
            Assert.That(_services.Tables.Tasks, Is.Empty);
        }
    }

    private static void Fail(bool fails, TaskFailedException failure)
    {
        if (fails)
        {
            throw failure;
        }
    }

    private static Action<string, JsonElement> FailJob(string error, string cause) =>
        (action, _) => Fail(action == "job", new TaskFailedException(error, cause));

    private void Use(StreamAggregatorSettings settings) => _services = new FakeStreamServices(settings);

    private static Column Column(string name, string path) => new(name, FieldPath.Parse(path));

    private void Locate(params (string Id, int Failed, int Rejected)[] locations)
    {
        _services.Tables.Locations["t 1"] = [.. locations.Select(location => location.Id)];
        foreach (var (id, failed, rejected) in locations)
        {
            _services.Api.Locations[Uri.EscapeDataString(id)] = (failed, rejected);
        }
    }

    private async Task<ExecutionOutcome> RunAsync(string name = "run-1", string input = Input)
    {
        var machine = await _services.LoadAsync();
        using var loop = new EventLoop(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        return await new Interpreter(await SharedEngine.GetAsync(), loop, () => 0.5).RunAsync(
            machine, JsonElement.Parse(input), name, CancellationToken.None, HistoryMode.Counts);
    }
}
