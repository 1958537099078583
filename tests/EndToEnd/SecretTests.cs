using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.S3.Model;
using Fanout.Local.Aws;
using Fanout.Local.Checks;
using Fanout.Local.Cli;
using Fanout.Local.Cloud;
using Fanout.Local.Cost;
using Fanout.Local.Runs;
using Fanout.Local.Runs.Access;
using Fanout.Local.Services.Glue;
using Fanout.Local.Stacks;
using Fanout.Samples.StreamAggregator;
using Fanout.Stacks;

namespace Fanout.Tests.EndToEnd;

/// <summary>The one secret of a stack, the key of an API: it arrives there, and nobody gets to see it.</summary>
public sealed class SecretTests
{
    private const string Key = "k3y-that-nobody-may-see";
    private const string Workflow = "stream-aggregator";

    private readonly StringWriter _notices = new();
    private LocalDeployment _deployment = null!;
    private StackConfig _config = null!;

    [OneTimeSetUp]
    public async Task DeployAsync()
    {
        var dev = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);
        const string secret = "fanout:streamAggregatorApiKey";
        _config = dev with
        {
            Values = new Dictionary<string, string>(dev.Values) { ["fanout:workflows"] = $"""["{Workflow}"]""", [secret] = Key },
            Secrets = new HashSet<string> { secret },
        };
        _deployment = await LocalDeployment.StartAsync(
            _config,
            new LocalCloudOptions(new AwsAccount(_config.LocalRegion), Emulator: null, Port: 0, _notices),
            realTime: false,
            CancellationToken.None);
    }

    [OneTimeTearDown]
    public ValueTask RemoveAsync() => _deployment.DisposeAsync();

    [Test]
    public async Task The_key_arrives_at_the_API_and_nothing_that_is_shown_or_kept_holds_it()
    {
        var run = await RunAsync();
        var refused = await ExecuteWithAnotherKeyAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.IsGood, string.Join(' ', run.Problems));
            Assert.That(refused.Execution.Error, Is.EqualTo("LocationsFailed"));
            foreach (var (what, text) in Shown([run, refused]).Concat(await KeptAsync()))
            {
                Assert.That(text, Is.Not.Empty.And.Not.Contain(Key), what);
            }
        }
    }

    [Test]
    public void A_preview_shows_that_there_is_a_secret()
    {
        var connection = _deployment.Stack.Resources.Single(resource => resource.Type == "aws:cloudwatch/eventConnection:EventConnection");

        Assert.That(connection.Inputs["authParameters"]!["apiKey"]!.ToJsonString(), Is.EqualTo("""{"key":"Authorization","value":"[secret]"}"""));
    }

    // What a console shows: previews, the rule check, outputs, histories, tables, reports, logs, notices.
    private IEnumerable<(string What, string Text)> Shown(IReadOnlyList<RunReport> reports)
    {
        var check = new StringWriter();
        Assert.That(PreviewCommand.Check(ResourceGraph.Of(_config, _deployment.Stack), new DateOnly(2026, 11, 21), json: true, check), Is.Zero);
        yield return ("the rule check", check.ToString());

        foreach (var resource in _deployment.Stack.All)
        {
            yield return (resource.Name, JsonSerializer.Serialize(resource));
        }
        yield return ("outputs", JsonSerializer.Serialize(_deployment.Stack.Workflows));
        yield return ("notices", $"notices: {_notices}");

        var table = new StringWriter();
        RunTable.Print(reports, table, RunTable.WidthOfAPipe);
        PermissionReport.Of(_deployment.Cloud.Iam, _deployment.Stack, [Workflow]).Print(table);
        yield return ("the table and the report on permissions", table.ToString());

        foreach (var report in reports)
        {
            yield return ("a history", JsonSerializer.Serialize(report.Traces!.Outcome.History.Select(item => (object?)item.Details)));
            yield return ("an output", $"{report.Execution.Output} {report.Execution.Error} {report.Execution.Cause}");
        }

        foreach (var run in _deployment.Cloud.Glue.Runs)
        {
            var lines = JobRun.Streams.SelectMany(stream => _deployment.Cloud.Logs.Lines($"{run.LogGroup}/{stream}"));
            yield return (run.LogGroup, string.Join('\n', lines));
        }
    }

    // What an execution leaves behind: objects and records.
    private async Task<List<(string What, string Text)>> KeptAsync()
    {
        var outputs = _deployment.Stack.Workflows[Workflow];
        var kept = new List<(string, string)>();
        using var s3 = _deployment.Cloud.S3();
        foreach (var found in (await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = outputs["OutputBucket"] })).S3Objects)
        {
            using var content = await s3.GetObjectAsync(outputs["OutputBucket"], found.Key);
            kept.Add((found.Key, await new StreamReader(content.ResponseStream).ReadToEndAsync()));
        }

        using var dynamoDb = _deployment.Cloud.DynamoDb();
        var records = (await dynamoDb.ScanAsync(new ScanRequest(outputs["TasksTableName"]))).Items;
        Assert.That(records, Has.Count.EqualTo(2));
        kept.AddRange(records.Select(record => ("a record", JsonSerializer.Serialize(record))));
        return kept;
    }

    private async Task<RunReport> RunAsync()
    {
        var small = RunOptions.Default with { Locations = 2, Rows = 60 };
        var reports = new List<RunReport>();
        await foreach (var report in LocalRuns.RunAsync(_deployment, Workflow, small, new ProgressLines(_notices, TimeProvider.System), CancellationToken.None))
        {
            reports.Add(report);
        }
        return reports.Single();
    }

    private async Task<RunReport> ExecuteWithAnotherKeyAsync()
    {
        var outputs = _deployment.Stack.Workflows[Workflow];
        var locations = new SampleLocations(2, 60);
        await using var api = await SampleApi.StartAsync(locations, () => [new("Authorization", "another key")], CancellationToken.None);
        _deployment.Cloud.Apis.Map("https://api.example.com", api.Endpoint);
        using var dynamoDb = _deployment.Cloud.DynamoDb();
        await StreamAggregatorSample.LoadAsync(dynamoDb, outputs["LocationsTableName"], "refused", locations.Ids, CancellationToken.None);
        var outcome = await _deployment.ExecuteAsync(
            outputs["StateMachineArn"],
            JsonSerializer.SerializeToElement(new { task_id = "refused", task_sort_key = "2026-01-31T00:00:00Z" }),
            "refused",
            CancellationToken.None);
        return new RunReport(
            Workflow,
            "another key",
            new ExecutionResult(outcome.ExecutionArn, "FAILED", Output: null, outcome.Error, outcome.Cause, outcome.StartTime, outcome.StopTime),
            locations.Count,
            "",
            [])
        {
            Traces = new RunTraces(outcome, new Dictionary<string, long>(), Bill.None),
        };
    }
}
