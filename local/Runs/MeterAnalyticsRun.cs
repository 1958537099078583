using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Fanout.Infra.Settings;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples.MeterAnalytics;

namespace Fanout.Local.Runs;

/// <summary>
/// meter-analytics over generated readings, started by its schedule, for a day or for each day of a month: the table must
/// hold the totals that the readings' files add up to, the outcome must count the readings that are in none, the queue must
/// be told of each day that has any, and no line may have been rejected but that of a result that is none.
/// </summary>
internal sealed class MeterAnalyticsRun : IWorkflowRun
{
    private const int Uploads = 8;
    private const int MostProblems = 5;

    /// <inheritdoc />
    public string Workflow => WorkflowNames.MeterAnalytics;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunReport> RunAsync(
        LocalDeployment deployment, RunOptions options, IRunProgress progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var outputs = deployment.Stack.Workflows[Workflow];
        var sample = SampleOf(options.Date);
        var expected = sample.Expected(options.Date ?? sample.First, sample.Last);
        var days = options.Date is { } day ? Text(day) : $"{sample.Days} days of {sample.First:yyyy/MM}";
        progress.Show(Workflow, days, expected.Count, RunStage.Loading);
        using var s3 = deployment.Cloud.S3();
        await sample.LoadAsync(s3, outputs["DataBucket"], Uploads, progress: null, cancellation);

        progress.Show(Workflow, days, expected.Count, RunStage.Running);
        var requestsBefore = deployment.Cloud.Requests.Total;
        var outcome = await deployment.Scheduler.FireAsync(
            outputs["ScheduleName"],
            options.Date is { } date
                ? JsonSerializer.Serialize(new { date_run = Text(date) })
                : JsonSerializer.Serialize(new { from = Text(sample.First), to = Text(sample.Last) }),
            cancellation);
        await deployment.Cloud.Invocations.DrainAsync(cancellation);
        var requests = deployment.Cloud.Requests.Since(requestsBefore);
        var rejected = await deployment.Cloud.Sqs.DrainAsync(outputs["RejectedLinesQueueUrl"], cancellation);
        var broken = await BrokenResult.CheckAsync(deployment, outputs, cancellation);

        var stored = await ReadAsync(deployment, outputs["TableName"], cancellation);
        yield return new RunReport(
            Workflow,
            days,
            outcome,
            expected.Count,
            $"{stored.Count} items in {outputs["TableName"]}",
            requests,
            outcome.Status != ExecutionStatus.Succeeded ? [] :
            [
                .. Differences(expected, stored),
                .. deployment.Cloud.Invocations.Failures.Select(failure => failure.Message),
                .. Miscounts(sample.Counts(options.Date ?? sample.First, sample.Last), outcome),
                .. Untold(sample, options.Date ?? sample.First, rejected),
                .. broken,
            ]);
    }

    // The month up to its day: the last one's roll-up is of the whole month.
    private static MeterAnalyticsSample SampleOf(DateOnly? date) => date is { } day
        ? new MeterAnalyticsSample(new DateOnly(day.Year, day.Month, 1), day.Day)
        : MeterAnalyticsSample.Default;

    private static string Text(DateOnly day) => day.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Miscounts(ReadingCounts expected, ExecutionOutcome outcome)
    {
        int Of(string name) => outcome.Output!.Value.GetProperty(name).GetInt32();
        var counted = new ReadingCounts(Of("readings"), Of("used"), Of("repeated"), Of("unused"));
        return counted == expected ? [] : [$"the outcome counts {counted}; the files hold {expected}"];
    }

    private static IEnumerable<string> Untold(MeterAnalyticsSample sample, DateOnly first, IEnumerable<string> messages)
    {
        var told = messages.ToLookup(message => JsonElement.Parse(message).TryGetProperty("date", out var date) ? date.GetString()! : "");
        foreach (var message in told[""])
        {
            yield return $"rejected: {message}";
        }

        var expected = Reasons(MeterAnalyticsSample.UnusedOfDay);
        for (var day = first; day <= sample.Last; day = day.AddDays(1))
        {
            var reasons = told[Text(day)].Select(message =>
                Reasons(JsonElement.Parse(message).GetProperty("reasons").EnumerateObject().ToDictionary(reason => reason.Name, reason => reason.Value.GetInt32()))).ToArray();
            if (!reasons.SequenceEqual([expected]))
            {
                yield return $"of {Text(day)} the queue of rejected lines was told [{string.Join("], [", reasons)}] of unused readings; expected [{expected}]";
            }
        }
    }

    private static string Reasons(IReadOnlyDictionary<string, int> counts) =>
        string.Join(", ", counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}"));

    private static async Task<Dictionary<(long Customer, string Period), decimal>> ReadAsync(
        LocalDeployment deployment, string table, CancellationToken cancellation)
    {
        var stored = new Dictionary<(long, string), decimal>();
        using var dynamoDb = deployment.Cloud.DynamoDb();
        var request = new ScanRequest { TableName = table };
        do
        {
            var page = await dynamoDb.ScanAsync(request, cancellation);
            foreach (var item in page.Items)
            {
                stored[(long.Parse(item["CustomerID"].N, CultureInfo.InvariantCulture), item["SensorID-Period"].S)] =
                    decimal.Parse(item["kWh-Amount"].N, CultureInfo.InvariantCulture);
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return stored;
    }

    private static IEnumerable<string> Differences(
        IReadOnlyList<PeriodTotal> expected, Dictionary<(long Customer, string Period), decimal> stored)
    {
        var wrong = expected
            .Where(total => !stored.TryGetValue((total.CustomerId, total.SensorPeriod), out var amount) || amount != total.KilowattHours)
            .ToArray();
        foreach (var total in wrong.Take(MostProblems))
        {
            var found = stored.TryGetValue((total.CustomerId, total.SensorPeriod), out var amount) ? $"{amount} kWh" : "no item";
            yield return $"the table has {found} for {total.SensorPeriod}; the readings add up to {total.KilowattHours} kWh";
        }

        if (wrong.Length > MostProblems)
        {
            yield return $"{wrong.Length} of {expected.Count} items differ in all";
        }

        if (stored.Count > expected.Count)
        {
            yield return $"the table has {stored.Count} items; expected {expected.Count}";
        }
    }
}
