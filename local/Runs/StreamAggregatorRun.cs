using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.S3.Model;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.StreamAggregator;
using Fanout.Local.Cost;
using Fanout.Local.Runs.Access;
using Fanout.Samples.StreamAggregator;

namespace Fanout.Local.Runs;

/// <summary>
/// stream-aggregator against a sample of a third-party API: the file must hold every row that the API has, once and in
/// order, the task's record must say so, and no part may be left. Against an API of which nothing is known, the file, the
/// record and the execution's output must agree.
/// </summary>
internal sealed class StreamAggregatorRun : IWorkflowRun
{
    private const int Transitions = 20;
    private const int TransitionsOfLocation = 20;

    // "AWS Glue pricing": the capacity of the least job, for the least time that is billed.
    private static readonly decimal LeastJob = BilledQuantity.JobRun(0.0625, TimeSpan.Zero).Billed * Prices.GlueHour.Dollars;

    private static readonly string[] Header = ["discount_code", "error_message", "status"];

    /// <inheritdoc />
    public string Workflow => WorkflowNames.StreamAggregator;

    /// <inheritdoc />
    public RunPlan Plan(RunTarget target, RunOptions options)
    {
        var count = Locations(target, options).Count;
        return new RunPlan(
            $"puts {count} locations of a task into {target.Outputs["LocationsTableName"]}; an execution calls {target.Settings.StreamAggregator.ApiBaseUrl}, runs the job "
                + $"{target.Outputs["JobName"]} and writes a file to {target.Outputs["OutputBucket"]} and a record to {target.Outputs["TasksTableName"]}",
            (Transitions + count * TransitionsOfLocation) * Prices.StandardTransition.Dollars + LeastJob);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<RunReport> RunAsync(
        RunTarget target, RunOptions options, IRunProgress progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (aws, outputs) = (target.Aws, target.Outputs);
        var ids = Locations(target, options);
        var known = options.LocationIds.Count == 0 ? target.Locations! with { Count = ids.Count } : null;
        var task = $"task-{target.Name}";
        var createdAt = DateTime.UtcNow.ToString("O");
        var expected = known is null ? (int?)null : known.Count * known.RowsPerState * SampleStates.All.Count;
        var asked = $"{ids.Count} locations";
        progress.Show(Workflow, asked, expected ?? ids.Count, RunStage.Loading);
        if (target.Mark is not null)
        {
            NoteCleanup(target, task, createdAt);
        }

        await StreamAggregatorSample.LoadAsync(aws.DynamoDb, outputs["LocationsTableName"], task, ids, cancellation);

        progress.Show(Workflow, asked, expected ?? ids.Count, RunStage.Running);
        var execution = await target.Executions.RunAsync(
            outputs["StateMachineArn"], new { task_id = task, task_sort_key = createdAt }, target.Name, cancellation);
        var problems = new List<string>();
        var rows = expected ?? 0;
        if (execution.Succeeded)
        {
            var output = execution.Output!.Value;
            rows = expected ?? output.GetProperty("rows").GetInt32();
            var status = rows == 0 ? "NO_DATA" : "SUCCEEDED";
            problems.AddRange(CheckOutput(output, status, rows, known));
            problems.AddRange(await CheckRecordAsync(target, task, createdAt, status, rows, cancellation));
            problems.AddRange(await CheckPartsAsync(target, task, cancellation));
            if (rows > 0)
            {
                problems.AddRange(await CheckFileAsync(target, output.GetProperty("file").GetString()!, known, rows, cancellation));
            }
        }

        if (target.Mark is not null)
        {
            // A message waits for a person where an API gave less than it counted, who need not take this one.
            await QueueMessages.TakeAsync(
                aws.Sqs, outputs["IncompleteLocationsQueueUrl"], message => message.Contains(task, StringComparison.Ordinal), _ => true, target.Pace, cancellation);
        }

        yield return new RunReport(Workflow, asked, execution, rows, $"{rows} rows to {outputs["OutputBucket"]}", problems);
    }

    private static IReadOnlyList<string> Locations(RunTarget target, RunOptions options) =>
        options.LocationIds.Count > 0 ? options.LocationIds
        : target.Locations is { } known ? [.. known.Ids.Take(options.Locations)]
        : throw new LocalException($"Of the API of {WorkflowNames.StreamAggregator} no location is known; name some with --location.");

    private static void NoteCleanup(RunTarget target, string task, string createdAt)
    {
        var (aws, outputs) = (target.Aws, target.Outputs);
        target.Cleanup.Add(
            $"Locations of {task} in {outputs["LocationsTableName"]}",
            token => StoredItems.DeleteAsync(
                aws.DynamoDb, outputs["LocationsTableName"], (TableKeys.TaskId, TableKeys.LocationId), [new AttributeValue(task)], token));
        target.Cleanup.Add(
            $"The record of {task} in {outputs["TasksTableName"]}",
            token => aws.DynamoDb.DeleteItemAsync(
                outputs["TasksTableName"], new() { [TableKeys.TaskId] = new(task), [TableKeys.CreatedAt] = new(createdAt) }, token));
        target.Cleanup.Add($"Parts of {task} in {outputs["PartsBucket"]}", token => StoredObjects.DeleteAsync(aws.S3, outputs["PartsBucket"], $"tmp/{task}/", token));
        target.Cleanup.Add($"Files of {task} in {outputs["OutputBucket"]}", token => StoredObjects.DeleteAsync(aws.S3, outputs["OutputBucket"], $"{task}/", token));
    }

    private static IEnumerable<string> CheckOutput(JsonElement output, string status, int rows, SampleLocations? known)
    {
        var missing = output.GetProperty("incomplete").GetProperty("missing").GetInt32();
        var expected = known?.Ids.Sum(id => known.CountedOf(id)!.Value - known.RowsOf(id)!.Value) * SampleStates.All.Count ?? missing;
        if (output.GetProperty("status").GetString() != status || output.GetProperty("rows").GetInt32() != rows || missing != expected)
        {
            yield return $"the execution's output is {output.GetRawText()}; expected the status {status}, {rows} rows and {expected} missing";
        }
    }

    private static async Task<IEnumerable<string>> CheckRecordAsync(
        RunTarget target, string task, string createdAt, string status, int rows, CancellationToken cancellation)
    {
        var table = target.Outputs["TasksTableName"];
        var answer = await target.Aws.DynamoDb.GetItemAsync(
            new GetItemRequest
            {
                TableName = table,
                Key = new() { [TableKeys.TaskId] = new(task), [TableKeys.CreatedAt] = new(createdAt) },
                ConsistentRead = true,
            },
            cancellation);
        var (actualStatus, actualRows) = (answer.Item?.GetValueOrDefault("status")?.S, answer.Item?.GetValueOrDefault("row_count")?.N);
        return actualStatus == status && actualRows == rows.ToString(CultureInfo.InvariantCulture)
            ? []
            : [$"the record of {task} in {table} says {actualStatus} and {actualRows} rows; expected {status} and {rows}"];
    }

    private static async Task<IEnumerable<string>> CheckPartsAsync(RunTarget target, string task, CancellationToken cancellation)
    {
        var bucket = target.Outputs["PartsBucket"];
        return await StoredObjects.AnyAsync(target.Aws.S3, bucket, $"tmp/{task}/", cancellation) ? [$"parts of {task} are left in {bucket}"] : [];
    }

    private static async Task<IEnumerable<string>> CheckFileAsync(
        RunTarget target, string file, SampleLocations? known, int count, CancellationToken cancellation)
    {
        var location = file["s3://".Length..].Split('/', 2);
        using var found = await target.Aws.S3.GetObjectAsync(
            new GetObjectRequest { BucketName = location[0], Key = location[1] }, cancellation);
        using var text = new StreamReader(found.ResponseStream);
        try
        {
            var rows = CsvRows.Read(text);
            return known is null ? CheckCount(rows, file, count) : CheckRows(rows, file, known);
        }
        catch (FormatException problem)
        {
            return [$"{file} is no CSV with quoted fields: {problem.Message}"];
        }
    }

    private static string[] CheckCount(IEnumerable<string[]> rows, string file, int count)
    {
        var (number, isTable) = (0, true);
        foreach (var row in rows)
        {
            isTable &= number++ == 0 ? row.SequenceEqual(Header) : row.Length == Header.Length;
        }

        return isTable && number == count + 1
            ? []
            : [$"{file} has {number} rows, header included; expected {count + 1}, each with {string.Join(", ", Header)}"];
    }

    private static string[] CheckRows(IEnumerable<string[]> rows, string file, SampleLocations known)
    {
        var number = 0;
        using var actual = rows.GetEnumerator();
        foreach (var row in known.Expected().Select(row => new[] { row.DiscountCode, row.ErrorMessage, row.Status }).Prepend(Header))
        {
            number++;
            if (!actual.MoveNext() || !actual.Current.SequenceEqual(row))
            {
                return [$"row {number} of {file} is not {string.Join(", ", row)}"];
            }
        }

        return actual.MoveNext() ? [$"{file} has more than {number} rows, header included"] : [];
    }
}
