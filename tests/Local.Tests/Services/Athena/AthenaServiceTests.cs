using Fanout.Local.Cost;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Tests.Local.Services.Athena;

public sealed class AthenaServiceTests
{
    private static TestAthena WithTable()
    {
        var athena = new TestAthena();
        athena.AddTable("t", new Serde("lazy", Delimiter: ","), ("id", "bigint"), ("s", "string"));
        athena.Store.Put("data", "t/a", "1,a\n2,b\n3,\n");
        return athena;
    }

    private static Task<string> StartAsync(TestAthena athena, QueryRequest request) =>
        athena.Service.StartAsync(request, TestAthena.Role, CancellationToken.None);

    [Test]
    public async Task A_query_is_billed_to_its_role_with_ten_megabytes_and_one_that_fails_is_not()
    {
        await using var athena = WithTable();

        await athena.SelectAsync("SELECT id FROM t");
        await athena.FailureAsync("SELECT nothing FROM t");

        var counted = athena.Usage.Total[("analyst", Prices.AthenaTerabyte)];
        Assert.That((counted.Quantity, counted.Uses.Single().IsLeast), Is.EqualTo((10m / 1024 / 1024, true)));
    }

    [Test]
    public async Task An_execution_is_described_as_GetQueryExecution_does()
    {
        await using var athena = WithTable();
        var execution = await athena.RunAsync("SELECT id FROM t");

        var description = execution.Describe();

        Assert.That(description.ToJsonString(), Is.EqualTo(
            $$$"""
            {"QueryExecutionId":"{{{execution.Id}}}","Query":"SELECT id FROM t","StatementType":"DML","SubstatementType":"SELECT",
            "ResultConfiguration":{"OutputLocation":"s3://results/out/{{{execution.Id}}}.csv"},
            "QueryExecutionContext":{"Catalog":"awsdatacatalog","Database":"db"},
            "Status":{"State":"SUCCEEDED","SubmissionDateTime":1640995200,"CompletionDateTime":1640995200},
            "Statistics":{"EngineExecutionTimeInMillis":0,"DataScannedInBytes":11,"TotalExecutionTimeInMillis":0,
            "QueryQueueTimeInMillis":0,"ServiceProcessingTimeInMillis":0,"ResultReuseInformation":{"ReusedPreviousResult":false}},
            "WorkGroup":"reports",
            "EngineVersion":{"SelectedEngineVersion":"AUTO","EffectiveEngineVersion":"Athena engine version 3"}}
            """.ReplaceLineEndings("")));
    }

    [Test]
    public async Task A_workgroup_that_enforces_its_settings_goes_before_the_request()
    {
        await using var athena = WithTable();
        athena.Service.AddWorkgroup(new Workgroup("free", Enforces: false, "s3://results/free", null));

        string Location(string id) => athena.Service.Get(id).OutputLocation;
        var enforced = await StartAsync(athena, new("SELECT 1", OutputLocation: "s3://mine/", Workgroup: "reports"));
        var chosen = await StartAsync(athena, new("SELECT 1", OutputLocation: "s3://mine", Workgroup: "free"));
        var kept = await StartAsync(athena, new("SELECT 1", Workgroup: "free"));

        Assert.That(
            (Location(enforced), Location(chosen), Location(kept)),
            Is.EqualTo(($"s3://results/out/{enforced}.csv", $"s3://mine/{chosen}.csv", $"s3://results/free/{kept}.csv")));
    }

    [TestCase("nowhere", "s3://mine/", "WorkGroup is not found.")]
    [TestCase(null, null, "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.")]
    [TestCase(null, "mine", "outputLocation is not a valid S3 path.")]
    public async Task A_request_that_is_wrong_is_refused(string? workgroup, string? location, string message)
    {
        await using var athena = WithTable();
        Assert.That(
            () => StartAsync(athena, new("SELECT 1", OutputLocation: location, Workgroup: workgroup)),
            Throws.TypeOf<AthenaException>().With.Message.EqualTo(message));
    }

    [Test]
    public async Task A_query_that_reads_more_than_its_workgroup_allows_is_cancelled_before_it_reads()
    {
        await using var athena = WithTable();
        athena.Service.AddWorkgroup(new Workgroup("tight", Enforces: true, "s3://results/", BytesScannedCutoff: 10));

        var execution = await athena.RunAsync("SELECT id FROM t", "tight");

        Assert.That(
            (execution.State, execution.Reason, execution.DataScanned), Is.EqualTo((QueryState.Cancelled, "Bytes scanned limit was exceeded", 10)));
        Assert.That(athena.Store.Opened, Is.Empty);
    }

    [Test]
    public async Task What_the_store_refuses_fails_the_query()
    {
        await using var athena = WithTable();
        athena.Catalog.CreateTable(new GlueTable("db", "secret", "s3://locked/", [new("a", "string")], [], new Serde("lazy"), null));
        athena.Service.AddWorkgroup(new Workgroup("elsewhere", Enforces: true, "s3://locked/", null));

        Assert.That((await athena.RunAsync("SELECT a FROM secret")).Reason, Is.EqualTo("PERMISSION_DENIED: S3.S3Exception: Access Denied"));
        Assert.That((await athena.RunAsync("SELECT 1", "elsewhere")).Reason, Is.EqualTo("PERMISSION_DENIED: S3.S3Exception: Access Denied"));
    }

    [Test]
    public async Task Queries_run_side_by_side_and_see_their_own_tables()
    {
        await using var athena = WithTable();
        for (var table = 0; table < 8; table++)
        {
            athena.AddTable($"t{table}", new Serde("lazy", Delimiter: ","), ("id", "bigint"));
            athena.Store.Put("data", $"t{table}/a", $"{table}\n");
        }

        var executions = await Task.WhenAll(Enumerable.Range(0, 8).Select(table => athena.RunAsync($"SELECT id FROM t{table}")));

        Assert.That(executions.Select(execution => athena.Store.Text(execution.OutputLocation)), Is.EqualTo(
            Enumerable.Range(0, 8).Select(table => $"\"id\"\n\"{table}\"\n")));
    }

    [Test]
    public async Task A_query_can_be_stopped()
    {
        await using var athena = WithTable();
        var id = await StartAsync(
            athena, new("SELECT count(*) FROM UNNEST(sequence(1, 10000)) a(x), UNNEST(sequence(1, 10000)) b(y), UNNEST(sequence(1, 10000)) c(z) WHERE x * y = z + 7", Workgroup: "reports"));

        await athena.Service.StopAsync(id);
        var execution = await athena.EndOfAsync(id);

        Assert.That((execution.State, execution.Reason), Is.EqualTo((QueryState.Cancelled, "Query cancelled by user")));
        Assert.That(athena.Store.Keys("results"), Is.Empty);
    }

    [Test]
    public async Task A_token_makes_a_request_idempotent()
    {
        await using var athena = WithTable();
        var request = new QueryRequest("SELECT ?", Parameters: ["1"], Workgroup: "reports", Token: "once");

        var first = await StartAsync(athena, request);

        Assert.That(await StartAsync(athena, request with { Parameters = ["1"] }), Is.EqualTo(first));
        Assert.That(
            () => StartAsync(athena, request with { Parameters = ["2"] }),
            Throws.TypeOf<AthenaException>().With.Message.EqualTo("Idempotent parameters do not match"));
    }

    [Test]
    public async Task A_result_is_read_page_by_page()
    {
        await using var athena = WithTable();
        var execution = await athena.RunAsync("SELECT id, nullif(s, '') AS s FROM t ORDER BY id");

        var first = await athena.Service.ResultsAsync(execution.Id, null, 2, TestAthena.Role, CancellationToken.None);
        var second = await athena.Service.ResultsAsync(execution.Id, first["NextToken"]!.GetValue<string>(), 2, TestAthena.Role, CancellationToken.None);

        Assert.That(first["ResultSet"]!["Rows"]!.ToJsonString(), Is.EqualTo(
            """[{"Data":[{"VarCharValue":"id"},{"VarCharValue":"s"}]},{"Data":[{"VarCharValue":"1"},{"VarCharValue":"a"}]}]"""));
        Assert.That(second["ResultSet"]!["Rows"]!.ToJsonString(), Is.EqualTo(
            """[{"Data":[{"VarCharValue":"2"},{"VarCharValue":"b"}]},{"Data":[{"VarCharValue":"3"},{}]}]"""));
        Assert.That(second["NextToken"], Is.Null);
        Assert.That(
            first["ResultSet"]!["ResultSetMetadata"]!["ColumnInfo"]!.AsArray().Select(column => column!["Type"]!.GetValue<string>()),
            Is.EqualTo(new[] { "bigint", "varchar" }));
    }

    [TestCase(null, 0, "MaxResults is 0; it must be from 1 to 1000.")]
    [TestCase("x", 1, "The NextToken is not one that GetQueryResults gave.")]
    public async Task A_page_that_is_none_is_refused(string? token, int size, string message)
    {
        await using var athena = WithTable();
        var execution = await athena.RunAsync("SELECT 1");

        Assert.That(
            () => athena.Service.ResultsAsync(execution.Id, token, size, TestAthena.Role, CancellationToken.None),
            Throws.TypeOf<AthenaException>().With.Message.EqualTo(message));
    }

    [Test]
    public async Task A_query_that_failed_has_no_result()
    {
        await using var athena = WithTable();
        var execution = await athena.RunAsync("SELECT 1 / 0");

        Assert.That(
            () => athena.Service.ResultsAsync(execution.Id, null, null, TestAthena.Role, CancellationToken.None),
            Throws.TypeOf<AthenaException>().With.Message.EqualTo("Query did not finish successfully. Final query state: FAILED"));
        Assert.That(athena.Store.Keys("results"), Is.Empty);
        Assert.That(
            () => athena.Service.Get("no-such-query"),
            Throws.TypeOf<AthenaException>().With.Message.EqualTo("QueryExecution no-such-query was not found"));
    }
}
