using System.Runtime.CompilerServices;
using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples.SensorAnalytics;

namespace Fanout.Local.Runs;

/// <summary>
/// sensor-analytics over a day of generated readings, twice: each must be stored or rejected once, the counts be the
/// generator's own, and the second execution change nothing.
/// </summary>
internal sealed class SensorAnalyticsRun : IWorkflowRun
{
    private const int Uploads = 8;

    /// <inheritdoc />
    public string Workflow => WorkflowNames.SensorAnalytics;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunReport> RunAsync(
        LocalDeployment deployment,
        RunOptions options,
        IRunProgress progress,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var outputs = deployment.Stack.Workflows[Workflow];
        var day = options.Date ?? DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-deployment.Settings.SensorAnalytics.DaysBack);
        var fleet = new SensorFleet(options.Devices, day, Days: 1);
        var limits = SensorLimits.Of(deployment.Settings.SensorAnalytics);
        progress.Show(Workflow, Sample(fleet), (int)fleet.Readings, RunStage.Loading);
        using var s3 = deployment.Cloud.S3();
        await SensorAnalyticsSample.LoadAsync(s3, outputs["DataBucket"], fleet, Uploads, progress: null, cancellation);

        progress.Show(Workflow, Sample(fleet), (int)fleet.Readings, RunStage.Running);
        var input = JsonSerializer.SerializeToElement(new { date = $"{day:yyyy-MM-dd}" });
        var requestsBefore = deployment.Cloud.Requests.Total;
        var first = await deployment.ExecuteAsync(outputs["StateMachineArn"], input, $"{Guid.NewGuid()}", cancellation);
        var requests = deployment.Cloud.Requests.Since(requestsBefore);
        var stored = await StoredSummaries.ReadAsync(deployment, outputs["TableName"], cancellation);
        yield return Report(first, fleet, limits, stored, outputs["TableName"], requests, [.. stored.Problems(fleet, limits)]);

        progress.Show(Workflow, Sample(fleet), (int)fleet.Readings, RunStage.Running);
        requestsBefore = deployment.Cloud.Requests.Total;
        var second = await deployment.ExecuteAsync(outputs["StateMachineArn"], input, $"{Guid.NewGuid()}", cancellation);
        requests = deployment.Cloud.Requests.Since(requestsBefore);
        var after = await StoredSummaries.ReadAsync(deployment, outputs["TableName"], cancellation);
        yield return Report(second, fleet, limits, after, outputs["TableName"], requests, after.Digest == stored.Digest
            ? []
            : [$"the table {outputs["TableName"]} was changed by the second execution"]);
    }

    private static string Sample(SensorFleet fleet) => $"{fleet.Readings} readings";

    private RunReport Report(
        ExecutionOutcome outcome,
        SensorFleet fleet,
        SensorLimits limits,
        StoredSummaries stored,
        string table,
        IReadOnlyDictionary<string, long> requests,
        IReadOnlyList<string> problems) => new(
        Workflow,
        Sample(fleet),
        outcome,
        (int)fleet.Readings,
        $"{stored.Count} items in {table}",
        requests,
        outcome.Status == ExecutionStatus.Succeeded
            ? [.. Check(outcome.Output!.Value, SensorAnalyticsSample.Expected(fleet, limits)), .. problems]
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
