using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.S3.Model;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.StreamAggregator;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples.StreamAggregator;

namespace Fanout.Local.Runs;

/// <summary>
/// stream-aggregator against the sample of a third-party API: the file must hold every row that the API has, once and in
/// order, the task's record must say so, and no part may be left. Of the first location the API counts more than it gives.
/// </summary>
internal sealed class StreamAggregatorRun : IWorkflowRun
{
    /// <inheritdoc />
    public string Workflow => WorkflowNames.StreamAggregator;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunReport> RunAsync(
        LocalDeployment deployment, RunOptions options, IRunProgress progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var outputs = deployment.Stack.Workflows[Workflow];
        var settings = deployment.Settings.StreamAggregator;
        var locations = new SampleLocations(options.Locations, options.Rows) { Incomplete = new HashSet<int> { 1 } };
        await using var api = await ThirdPartyApi.SampleAsync(deployment, locations, cancellation);

        var task = $"task-{Guid.NewGuid()}";
        var createdAt = DateTime.UtcNow.ToString("O");
        using var dynamoDb = deployment.Cloud.DynamoDb();
        var rows = locations.Count * locations.RowsPerState * SampleStates.All.Count;
        var asked = $"{locations.Count} locations";
        progress.Show(Workflow, asked, rows, RunStage.Loading);
        await StreamAggregatorSample.LoadAsync(dynamoDb, outputs["LocationsTableName"], task, locations.Ids, cancellation);

        progress.Show(Workflow, asked, rows, RunStage.Running);
        var requestsBefore = deployment.Cloud.Requests.Total;
        var outcome = await deployment.ExecuteAsync(
            outputs["StateMachineArn"],
            JsonSerializer.SerializeToElement(new { task_id = task, task_sort_key = createdAt }),
            $"{Guid.NewGuid()}",
            cancellation);
        var problems = new List<string>();
        if (outcome.Status == ExecutionStatus.Succeeded)
        {
            var status = rows == 0 ? "NO_DATA" : "SUCCEEDED";
            var missing = locations.Ids.Sum(id => locations.CountedOf(id)!.Value - locations.RowsOf(id)!.Value) * SampleStates.All.Count;
            problems.AddRange(CheckOutput(outcome.Output!.Value, status, rows, missing));
            problems.AddRange(await CheckRecordAsync(deployment, task, createdAt, status, rows, cancellation));
            problems.AddRange(await CheckPartsAsync(deployment, outputs["PartsBucket"], task, cancellation));
            if (rows > 0)
            {
                problems.AddRange(await CheckFileAsync(deployment, outcome.Output.Value.GetProperty("file").GetString()!, locations, cancellation));
            }
        }

        yield return new RunReport(
            Workflow,
            asked,
            outcome,
            rows,
            $"{rows} rows to {outputs["OutputBucket"]}",
            deployment.Cloud.Requests.Since(requestsBefore),
            problems);
    }

    private static IEnumerable<string> CheckOutput(JsonElement output, string status, int rows, int missing)
    {
        if (output.GetProperty("status").GetString() != status
            || output.GetProperty("rows").GetInt32() != rows
            || output.GetProperty("incomplete").GetProperty("missing").GetInt32() != missing)
        {
            yield return $"the execution's output is {output.GetRawText()}; expected the status {status}, {rows} rows and {missing} missing";
        }
    }

    private static async Task<IEnumerable<string>> CheckRecordAsync(
        LocalDeployment deployment, string task, string createdAt, string status, int rows, CancellationToken cancellation)
    {
        var table = deployment.Stack.Workflows[WorkflowNames.StreamAggregator]["TasksTableName"];
        using var dynamoDb = deployment.Cloud.DynamoDb();
        var answer = await dynamoDb.GetItemAsync(
            new GetItemRequest
            {
                TableName = table,
                Key = new() { [TableKeys.TaskId] = new(task), [TableKeys.CreatedAt] = new(createdAt) },
            },
            cancellation);
        var (actualStatus, actualRows) = (answer.Item?.GetValueOrDefault("status")?.S, answer.Item?.GetValueOrDefault("row_count")?.N);
        return actualStatus == status && actualRows == $"{rows}"
            ? []
            : [$"the record of {task} in {table} says {actualStatus} and {actualRows} rows; expected {status} and {rows}"];
    }

    private static async Task<IEnumerable<string>> CheckPartsAsync(
        LocalDeployment deployment, string bucket, string task, CancellationToken cancellation)
    {
        using var s3 = deployment.Cloud.S3();
        var left = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = $"tmp/{task}/" }, cancellation);
        return left.S3Objects is { Count: > 0 } parts ? [$"parts of {task} are left in {bucket}, the first of them {parts[0].Key}"] : [];
    }

    private static async Task<IEnumerable<string>> CheckFileAsync(
        LocalDeployment deployment, string file, SampleLocations locations, CancellationToken cancellation)
    {
        var location = file["s3://".Length..].Split('/', 2);
        using var s3 = deployment.Cloud.S3();
        using var found = await s3.GetObjectAsync(location[0], location[1], cancellation);
        using var text = new StreamReader(found.ResponseStream);
        string[] header = ["discount_code", "error_message", "status"];
        var expected = locations.Expected().Select(row => new[] { row.DiscountCode, row.ErrorMessage, row.Status }).Prepend(header);
        try
        {
            var number = 0;
            using var actual = CsvRows.Read(text).GetEnumerator();
            foreach (var row in expected)
            {
                number++;
                if (!actual.MoveNext() || !actual.Current.SequenceEqual(row))
                {
                    return [$"row {number} of {file} is not {string.Join(", ", row)}"];
                }
            }

            return actual.MoveNext() ? [$"{file} has more than {number} rows, header included"] : [];
        }
        catch (FormatException problem)
        {
            return [$"{file} is no CSV with quoted fields: {problem.Message}"];
        }
    }
}
