using System.Text.Json;
using Fanout.Local.Services.Athena.Queries;

namespace Fanout.Tests.Local.Integrations;

public sealed class AthenaTaskTests
{
    private readonly string _name = $"athena-task-{Guid.NewGuid():N}";

    [OneTimeSetUp]
    public async Task MakeAsync()
    {
        using var s3 = SharedCloud.Cloud.S3();
        await s3.PutBucketAsync(_name);
        SharedCloud.Cloud.Athena.AddWorkgroup(new Workgroup(_name, Enforces: true, $"s3://{_name}/out/", BytesScannedCutoff: null));
    }

    [Test]
    public async Task A_sync_task_waits_for_its_query_and_gives_the_execution()
    {
        JsonElement submitted = default;

        var result = await SharedCloud.CallAsync(
            "athena:startQueryExecution.sync",
            Query($"UNLOAD (SELECT 1 AS x) TO 's3://{_name}/sync/' WITH (format = 'PARQUET')", ", \"QueryExecutionContext\": {\"Database\": \"db\"}"),
            submitted: answer => submitted = answer);

        var execution = result.GetProperty("QueryExecution");
        var id = execution.GetProperty("QueryExecutionId").GetString();
        var status = execution.GetProperty("Status");
        Assert.That(result.EnumerateObject().Count(), Is.EqualTo(1));
        Assert.That(submitted.GetRawText(), Is.EqualTo($$"""{"QueryExecutionId":"{{id}}"}"""));
        Assert.That(status.GetProperty("State").GetString(), Is.EqualTo("SUCCEEDED"));
        Assert.That(
            status.GetProperty("SubmissionDateTime").GetInt64(), Is.LessThanOrEqualTo(status.GetProperty("CompletionDateTime").GetInt64()));
        Assert.That(execution.GetProperty("ResultConfiguration").GetProperty("OutputLocation").GetString(), Is.EqualTo($"s3://{_name}/out/{id}"));
        Assert.That(
            execution.GetProperty("Statistics").GetProperty("DataManifestLocation").GetString(), Is.EqualTo($"s3://{_name}/out/{id}-manifest.csv"));
    }

    [Test]
    public async Task A_sync_task_fails_with_its_query()
    {
        var failure = await SharedCloud.FailureAsync("athena:startQueryExecution.sync", Query("SELECT 1 / 0"));

        Assert.That(failure.Error, Is.EqualTo("States.TaskFailed"));
        var status = JsonElement.Parse(failure.Cause!).GetProperty("QueryExecution").GetProperty("Status");
        Assert.That(
            (status.GetProperty("State").GetString(), status.GetProperty("StateChangeReason").GetString(), status.GetProperty("AthenaError").GetProperty("ErrorCategory").GetInt32()),
            Is.EqualTo(("FAILED", "DIVISION_BY_ZERO: Division by zero", 2)));
    }

    [TestCase("athena", "(Service: AmazonAthena; Status Code: 400; Error Code: InvalidRequestException; Request ID: ")]
    [TestCase("aws-sdk:athena", "(Service: Athena, Status Code: 400, Request ID: ")]
    public async Task A_request_that_is_refused_fails_the_task(string service, string details)
    {
        var failure = await SharedCloud.FailureAsync($"{service}:startQueryExecution", Query("SELEC 1"));

        Assert.That(failure.Error, Is.EqualTo("Athena.InvalidRequestException"));
        Assert.That(failure.Cause, Does.StartWith("line 1:1: mismatched input 'SELEC'").And.Contains(details));
    }

    [TestCase("athena", "Athena.AmazonAthenaException", "(Service: AmazonAthena; Status Code: 400; Error Code: AccessDeniedException; Request ID: ")]
    [TestCase("aws-sdk:athena", "Athena.AthenaException", "(Service: Athena, Status Code: 400, Request ID: ")]
    public async Task A_task_whose_role_may_not_fails_as_Athena_says(string service, string error, string details)
    {
        var failure = await SharedCloud.FailureAsync($"{service}:startQueryExecution", Query("SELECT 1"), "arn:aws:iam::123456789012:role/nobody");

        Assert.That(failure.Error, Is.EqualTo(error));
        Assert.That(failure.Cause, Does
            .Contain($"is not authorized to perform: athena:StartQueryExecution on resource: arn:aws:athena:us-east-1:123456789012:workgroup/{_name} ")
            .And.Contain(details));
    }

    [TestCase("athena", "[0-9]{13}")]
    [TestCase("aws-sdk:athena", "\"20[0-9-]{8}T[0-9:]{8}([.][0-9]{3})?Z\"")]
    public async Task A_query_is_started_asked_after_and_read(string service, string time)
    {
        var started = await SharedCloud.CallAsync($"{service}:startQueryExecution", Query("SELECT 'a' AS x"));
        var id = started.GetProperty("QueryExecutionId").GetString()!;
        await SharedCloud.Cloud.Jobs.EndOf(id);

        var execution = await SharedCloud.CallAsync($"{service}:getQueryExecution", $$"""{"QueryExecutionId": "{{id}}"}""");
        var results = await SharedCloud.CallAsync($"{service}:getQueryResults", $$"""{"QueryExecutionId": "{{id}}", "MaxResults": 1}""");
        var stopped = await SharedCloud.CallAsync($"{service}:stopQueryExecution", $$"""{"QueryExecutionId": "{{id}}"}""");

        Assert.That(execution.GetProperty("QueryExecution").GetProperty("Status").GetProperty("SubmissionDateTime").GetRawText(), Does.Match($"^{time}$"));
        Assert.That(results.GetProperty("ResultSet").GetProperty("Rows").GetRawText(), Is.EqualTo("""[{"Data":[{"VarCharValue":"x"}]}]"""));
        Assert.That(results.GetProperty("NextToken").GetString(), Is.EqualTo("1"));
        Assert.That(stopped.GetRawText(), Is.EqualTo("{}"));
    }

    [TestCase("athena:startQueryExecution.sync:2")]
    [TestCase("athena:getQueryExecution.sync")]
    [TestCase("aws-sdk:athena:startQueryExecution.sync")]
    [TestCase("athena:listWorkGroups")]
    public void What_is_no_action_is_not_resolved(string resource) =>
        Assert.That(SharedCloud.Catalog.Resolve($"arn:aws:states:::{resource}"), Is.Null);

    [Test]
    public void Arguments_are_checked_when_the_definition_is_loaded() => Assert.That(
        SharedCloud.Catalog.Resolve("arn:aws:states:::athena:startQueryExecution.sync")!.CheckArguments(JsonElement.Parse("""{"Query": "SELECT 1"}""")),
        Is.EqualTo(new[]
        {
            "athena:startQueryExecution.sync has no parameter \"Query\"; allowed: ClientRequestToken, ExecutionParameters, "
                + "QueryExecutionContext, QueryString, ResultConfiguration, WorkGroup.",
            "athena:startQueryExecution.sync needs the parameter \"QueryString\".",
        }));

    private string Query(string sql, string more = "") =>
        $$"""{"QueryString": {{JsonSerializer.Serialize(sql)}}, "WorkGroup": "{{_name}}"{{more}}}""";
}
