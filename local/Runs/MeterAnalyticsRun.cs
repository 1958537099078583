using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Fanout.Infra.Settings;
using Fanout.Local.Cost;
using Fanout.Local.Runs.Access;
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
    private const int DaysOfVerification = 2;
    private const string CustomerId = "CustomerID";
    private const string SensorPeriod = "SensorID-Period";

    /// <inheritdoc />
    public string Workflow => WorkflowNames.MeterAnalytics;

    /// <inheritdoc />
    public RunPlan Plan(RunTarget target, RunOptions options)
    {
        var items = MeterAnalyticsSample.Customers.Count * (DaysOfVerification * 25 + 1);
        return new RunPlan(
            $"puts the readings of {DaysOfVerification} days of a month that has none, and customers of its own, into s3://{target.Outputs["DataBucket"]}; an execution with queries, whose results "
                + $"{target.Outputs["FunctionName"]} writes to {target.Outputs["TableName"]}, about {items} items, and a message for each day and for a result that is none, whose alarm may be raised for it",
            40 * Prices.StandardTransition.Dollars + 10 * BilledQuantity.Query(0).Billed * Prices.AthenaTerabyte.Dollars
                + (24 * DaysOfVerification + 2) * Prices.S3Write.Dollars + 2 * items * Prices.DynamoDbWrite.Dollars);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<RunReport> RunAsync(
        RunTarget target, RunOptions options, IRunProgress progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (options.Folder is { } folder)
        {
            yield return await RunFolderAsync(target, folder, options.Date, progress, cancellation);
            yield break;
        }

        var (aws, outputs) = (target.Aws, target.Outputs);
        var sample = target.Mark is { } mark ? await OwnAsync(target, mark, cancellation) : SampleOf(options);
        var (first, last) = (options.Date ?? sample.First, sample.Last);
        var (expected, counts) = (sample.Expected(first, last), sample.Counts(first, last));
        var days = options.Date is { } day ? Text(day) : $"{sample.Days} days of {sample.First:yyyy/MM}";
        progress.Show(Workflow, days, counts.Readings, RunStage.Loading);
        if (target.Mark is not null)
        {
            NoteCleanup(target, sample);
        }

        await sample.LoadAsync(aws.S3, outputs["DataBucket"], Uploads, progress: null, cancellation);

        progress.Show(Workflow, days, counts.Readings, RunStage.Running);
        var execution = await ExecuteAsync(
            target, options.Date is { } date ? new { date_run = Text(date) } : new { from = Text(first), to = Text(last) }, cancellation);
        await target.SettleAsync(cancellation);
        if (!execution.Succeeded)
        {
            yield return new RunReport(Workflow, days, execution, counts.Readings, $"nothing that was checked in {outputs["TableName"]}", []);
            yield break;
        }

        var stored = await target.Pace.UntilSeenAsync(
            () => ReadAsync(target, sample, cancellation), items => items.Count >= expected.Count, cancellation);
        var told = await TakeAsync(target, [.. Days(first, last).Select(Text)], messages => messages.Count >= last.DayNumber - first.DayNumber + 1, cancellation);
        var broken = await BrokenResult.CheckAsync(target, cancellation);
        yield return new RunReport(
            Workflow,
            days,
            execution,
            counts.Readings,
            $"{stored.Count} items in {outputs["TableName"]}",
            [
                .. Differences(expected, stored),
                .. Miscounts(counts, execution.Output!.Value),
                .. Untold(first, last, told),
                .. broken,
            ]);
    }

    // As the schedule does, where somebody can make it.
    private static async Task<ExecutionResult> ExecuteAsync(RunTarget target, object input, CancellationToken cancellation) => target.Fire is { } fire
        ? await target.Executions.EndOfAsync(await fire(target.Outputs["ScheduleName"], JsonSerializer.Serialize(input), cancellation), cancellation)
        : await target.Executions.RunAsync(target.Outputs["StateMachineArn"], input, target.Name, cancellation);

    private async Task<RunReport> RunFolderAsync(
        RunTarget target, string path, DateOnly? date, IRunProgress progress, CancellationToken cancellation)
    {
        var folder = MeterFolder.Read(path);
        var (first, last) = (date ?? folder.First, date ?? folder.Last);
        var what = $"{folder.Files.Count} files of {Text(first)} to {Text(last)}";
        progress.Show(Workflow, what, folder.Files.Count, RunStage.Loading);
        await folder.LoadAsync(target.Aws.S3, target.Outputs["DataBucket"], Uploads, progress: null, cancellation);
        progress.Show(Workflow, what, folder.Files.Count, RunStage.Running);
        var execution = await ExecuteAsync(target, new { from = Text(first), to = Text(last) }, cancellation);
        await target.SettleAsync(cancellation);
        if (!execution.Succeeded)
        {
            return new RunReport(Workflow, what, execution, folder.Files.Count, $"nothing that was checked in {target.Outputs["TableName"]}", []);
        }

        // Of foreign readings only this is known: none may be lost.
        var counts = CountsOf(execution.Output!.Value);
        return new RunReport(
            Workflow,
            what,
            execution,
            counts.Readings,
            $"{counts.Used} readings in {target.Outputs["TableName"]}, {counts.Unused} unused",
            counts.Used + counts.Repeated + counts.Unused == counts.Readings ? [] : [$"the outcome counts {counts}, which are not all"]);
    }

    // The last days of a month that has no readings, so that the month is rolled up too, of sensors that nobody else has.
    private static async Task<MeterAnalyticsSample> OwnAsync(RunTarget target, string mark, CancellationToken cancellation)
    {
        var settings = target.Settings.MeterAnalytics;
        var end = await EmptyPeriod.FindAsync(
            target,
            () => new DateOnly(Random.Shared.Next(settings.FirstYear, settings.LastYear + 1), Random.Shared.Next(1, 13), 1).AddMonths(1).AddDays(-1),
            day => string.Create(CultureInfo.InvariantCulture, $"{MeterAnalyticsSample.ReadingsPrefix}year={day:yyyy}/month={day:MM}/"),
            cancellation);
        return new MeterAnalyticsSample(end.AddDays(1 - DaysOfVerification), DaysOfVerification) { Meters = SampleMeters.Of(mark) };
    }

    private static void NoteCleanup(RunTarget target, MeterAnalyticsSample sample)
    {
        var (aws, outputs) = (target.Aws, target.Outputs);
        target.Cleanup.Add(
            $"Items of {outputs["TableName"]}",
            token => StoredItems.DeleteAsync(aws.DynamoDb, outputs["TableName"], (CustomerId, SensorPeriod), Customers(sample), token));
        foreach (var prefix in sample.Files().Select(file => file.Key[..(file.Key.LastIndexOf('/') + 1)] + sample.Meters.File).Distinct())
        {
            target.Cleanup.Add($"s3://{outputs["DataBucket"]}/{prefix}", token => StoredObjects.DeleteAsync(aws.S3, outputs["DataBucket"], prefix, token));
        }
    }

    // Messages about other days, and those about lines of other results, are somebody else's.
    private static Task<IReadOnlyList<string>> TakeAsync(
        RunTarget target, IReadOnlyCollection<string> days, Func<IReadOnlyList<string>, bool> isEnough, CancellationToken cancellation) => QueueMessages.TakeAsync(
            target.Aws.Sqs,
            target.Outputs["RejectedLinesQueueUrl"],
            message => target.Mark is null || (JsonElement.Parse(message).TryGetProperty("date", out var date) && days.Contains(date.GetString())),
            isEnough,
            target.Pace,
            cancellation);

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last) =>
        Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays);

    // The month up to its day: the last one's roll-up is of the whole month.
    private static MeterAnalyticsSample SampleOf(RunOptions options)
    {
        var sample = options.Date is { } day ? new MeterAnalyticsSample(new DateOnly(day.Year, day.Month, 1), day.Day) : MeterAnalyticsSample.Default;
        return sample with { Meters = SampleMeters.Default with { Count = options.Meters } };
    }

    private static string Text(DateOnly day) => day.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Miscounts(ReadingCounts expected, JsonElement output)
    {
        var counted = CountsOf(output);
        return counted == expected ? [] : [$"the outcome counts {counted}; the files hold {expected}"];
    }

    private static ReadingCounts CountsOf(JsonElement output)
    {
        int Of(string name) => output.GetProperty(name).GetInt32();
        return new ReadingCounts(Of("readings"), Of("used"), Of("repeated"), Of("unused"));
    }

    private static IEnumerable<string> Untold(DateOnly first, DateOnly last, IEnumerable<string> messages)
    {
        var told = messages.ToLookup(message => JsonElement.Parse(message).TryGetProperty("date", out var date) ? date.GetString()! : "");
        foreach (var message in told[""])
        {
            yield return $"rejected: {message}";
        }

        var expected = Reasons(MeterAnalyticsSample.UnusedOfDay);
        foreach (var day in Days(first, last))
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

    private static IEnumerable<AttributeValue> Customers(MeterAnalyticsSample sample) =>
        sample.CustomerIds.Select(id => new AttributeValue { N = id.ToString(CultureInfo.InvariantCulture) });

    private static async Task<Dictionary<(long Customer, string Period), decimal>> ReadAsync(
        RunTarget target, MeterAnalyticsSample sample, CancellationToken cancellation) =>
        (await StoredItems.ReadAsync(target.Aws.DynamoDb, target.Outputs["TableName"], CustomerId, target.Mark is null ? null : Customers(sample), cancellation)).ToDictionary(
            item => (long.Parse(item[CustomerId].N, CultureInfo.InvariantCulture), item[SensorPeriod].S),
            item => decimal.Parse(item["kWh-Amount"].N, CultureInfo.InvariantCulture));

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
