using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.SensorAnalytics;
using Fanout.Local.Cost;
using Fanout.Local.Runs.Access;
using Fanout.Samples.SensorAnalytics;

namespace Fanout.Local.Runs;

/// <summary>
/// sensor-analytics over a day of generated readings, twice: each must be stored or rejected once, the counts be the
/// generator's own, and the second execution change nothing.
/// </summary>
internal sealed class SensorAnalyticsRun : IWorkflowRun
{
    private const int Uploads = 8;
    private const int Transitions = 15;
    private const int ReadingsOfDevice = 24;
    private static readonly TimeSpan FunctionTime = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public string Workflow => WorkflowNames.SensorAnalytics;

    /// <inheritdoc />
    public RunPlan Plan(RunTarget target, RunOptions options)
    {
        var readings = options.Devices * ReadingsOfDevice;
        return new RunPlan(
            $"puts {readings} readings of a day that has none into s3://{target.Outputs["DataBucket"]}/{ReadingsSchema.Prefix}; two executions, each with a query, "
                + $"write up to {readings} items to {target.Outputs["TableName"]} and tell of rejected readings, whose alarm may be raised for it",
            2 * (Transitions * Prices.StandardTransition.Dollars + BilledQuantity.Query(0).Billed * Prices.AthenaTerabyte.Dollars
                + BilledQuantity.FunctionGigabyteSeconds(FunctionTime, 512) * Prices.ArmGigabyteSecond.Dollars) + 3 * readings * Prices.DynamoDbWrite.Dollars);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<RunReport> RunAsync(
        RunTarget target, RunOptions options, IRunProgress progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (options.Folder is { } folder)
        {
            await foreach (var report in RunFolderAsync(target, folder, options.Date, progress, cancellation))
            {
                yield return report;
            }

            yield break;
        }

        var (aws, outputs) = (target.Aws, target.Outputs);
        var day = options.Date ?? (target.Mark is null
            ? DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-target.Settings.SensorAnalytics.DaysBack)
            : await EmptyDayAsync(target, cancellation));
        var fleet = target.Mark is { } mark
            ? new SensorFleet(options.Devices, day, Days: 1) { Device = mark, File = mark }
            : new SensorFleet(options.Devices, day, Days: 1);
        var limits = SensorLimits.Of(target.Settings.SensorAnalytics);
        progress.Show(Workflow, Sample(fleet), (int)fleet.Readings, RunStage.Loading);
        if (target.Mark is not null)
        {
            target.Cleanup.Add(
                $"Items of {outputs["TableName"]}",
                token => StoredItems.DeleteAsync(aws.DynamoDb, outputs["TableName"], ("DeviceId", "ReadingTimestamp"), Devices(fleet), token));
            target.Cleanup.Add(
                $"Readings of {day:yyyy-MM-dd} in {outputs["DataBucket"]}",
                token => StoredObjects.DeleteAsync(aws.S3, outputs["DataBucket"], $"{SensorAnalyticsSample.FolderOf(day)}{fleet.File}", token));
        }

        await SensorAnalyticsSample.LoadAsync(aws.S3, outputs["DataBucket"], fleet, Uploads, progress: null, cancellation);

        var input = new { date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        progress.Show(Workflow, Sample(fleet), (int)fleet.Readings, RunStage.Running);
        var first = await ExecuteAsync(target, input, "first", cancellation);
        var stored = await StoredSummaries.ReadAsync(target, target.Mark is null ? null : Devices(fleet), cancellation);
        yield return Report(first, fleet, limits, stored, outputs["TableName"], [.. stored.Problems(fleet, limits)]);

        progress.Show(Workflow, Sample(fleet), (int)fleet.Readings, RunStage.Running);
        var second = await ExecuteAsync(target, input, "second", cancellation);
        var after = await StoredSummaries.ReadAsync(target, target.Mark is null ? null : Devices(fleet), cancellation);
        if (target.Mark is not null)
        {
            // A message for each execution with rejected readings waits for a person, who need not take these.
            var told = SensorAnalyticsSample.Expected(fleet, limits).Malformed.Values.Sum() > 0 ? 2 : 0;
            await QueueMessages.TakeAsync(
                aws.Sqs, outputs["RejectedReadingsQueueUrl"], message => message.Contains(target.Name, StringComparison.Ordinal), taken => taken.Count >= told, target.Pace, cancellation);
        }

        yield return Report(second, fleet, limits, after, outputs["TableName"], after.Digest == stored.Digest
            ? []
            : [$"the table {outputs["TableName"]} was changed by the second execution"]);
    }

    private static Task<ExecutionResult> ExecuteAsync(RunTarget target, object input, string number, CancellationToken cancellation) =>
        target.Executions.RunAsync(target.Outputs["StateMachineArn"], input, $"{target.Name}-{number}", cancellation);

    private static IEnumerable<AttributeValue> Devices(SensorFleet fleet) => fleet.DeviceIds.Select(device => new AttributeValue(device));

    private static Task<DateOnly> EmptyDayAsync(RunTarget target, CancellationToken cancellation)
    {
        var first = DateOnly.ParseExact(ReadingsSchema.FirstDay, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return EmptyPeriod.FindAsync(
            target,
            () => first.AddDays(Random.Shared.Next(4 * 365)),
            day => SensorAnalyticsSample.FolderOf(day),
            cancellation);
    }

    private async IAsyncEnumerable<RunReport> RunFolderAsync(
        RunTarget target, string folder, DateOnly? date, IRunProgress progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var readings = await SensorFolder.ReadAsync(folder, date, cancellation);
        progress.Show(Workflow, readings.Description, readings.Files.Count, RunStage.Loading);
        await readings.LoadAsync(target.Aws.S3, target.Outputs["DataBucket"], Uploads, progress: null, cancellation);
        foreach (var (number, input) in readings.Inputs(target.Outputs["DataBucket"]).Index())
        {
            progress.Show(Workflow, readings.Description, readings.Files.Count, RunStage.Running);
            var execution = await ExecuteAsync(target, input, $"{number}", cancellation);
            var count = execution.Succeeded ? execution.Output!.Value.GetProperty("readings").GetInt32() : 0;
            yield return new RunReport(
                Workflow,
                input.TryGetValue("date", out var day) ? $"{readings.Description}, {day}" : readings.Description,
                execution,
                count,
                $"{count} readings in {target.Outputs["TableName"]} or rejected",
                execution.Succeeded ? [.. Sums(execution.Output!.Value)] : []);
        }
    }

    // Of foreign readings only this is known: none may be lost.
    private static IEnumerable<string> Sums(JsonElement output)
    {
        long Of(string name) => output.GetProperty(name).GetInt64();
        var parts = Of("healthy") + Of("anomalous") + Of("duplicates") + Of("failed") + output.GetProperty("rejected").GetProperty("count").GetInt64();
        if (parts != Of("readings"))
        {
            yield return $"of {Of("readings")} readings {parts} are healthy, anomalous, rejected, failed or duplicates";
        }
    }

    private static string Sample(SensorFleet fleet) => $"{fleet.Readings} readings";

    private RunReport Report(
        ExecutionResult execution,
        SensorFleet fleet,
        SensorLimits limits,
        StoredSummaries stored,
        string table,
        IReadOnlyList<string> problems) => new(
        Workflow,
        Sample(fleet),
        execution,
        (int)fleet.Readings,
        $"{stored.Count} items in {table}",
        execution.Succeeded
            ? [.. Check(execution.Output!.Value, SensorAnalyticsSample.Expected(fleet, limits)), .. problems]
            : []);

    private static IEnumerable<string> Check(JsonElement output, SampleCounts expected)
    {
        var anomalies = output.GetProperty("anomalies");
        foreach (var (name, actual, count) in new[]
        {
            ("readings", output.GetProperty("readings"), expected.Readings),
            ("healthy", output.GetProperty("healthy"), expected.Healthy),
            ("anomalous", output.GetProperty("anomalous"), expected.Anomalous),
            ("duplicates", output.GetProperty("duplicates"), 0),
            ("failed", output.GetProperty("failed"), 0),
            ("rejected", output.GetProperty("rejected").GetProperty("count"), expected.Malformed.Values.Sum()),
            ("temperature_spike", Found(anomalies, "temperature_spike"), expected.TemperatureSpikes),
            ("humidity_anomaly", Found(anomalies, "humidity_anomaly"), expected.HumidityAnomalies),
            ("low_battery", Found(anomalies, "low_battery"), expected.LowBatteries),
        })
        {
            if (actual.GetInt64() != count)
            {
                yield return $"the execution's output says {name} {actual}; expected {count}";
            }
        }
    }

    // Without readings there are no kinds of anomalies either.
    private static JsonElement Found(JsonElement anomalies, string kind) =>
        anomalies.TryGetProperty(kind, out var count) ? count : JsonElement.Parse("0");
}
