using System.CommandLine;
using System.Diagnostics;
using Fanout.Local.Stacks;
using Spectre.Console;

namespace Fanout.Bench;

/// <summary>
/// Executions of three sizes, a factor of ten apart, each in a local cloud of its own: time and memory for each item, and what
/// they are to those of the size before.
/// </summary>
internal static class GrowthBenchmark
{
    private const int Factor = 10;

    public static Command Command()
    {
        var objects = new Option<int>("--objects") { Description = "The fewest objects", DefaultValueFactory = _ => 1_000 };
        var readings = new Option<int>("--readings") { Description = "The fewest readings", DefaultValueFactory = _ => 10_000 };
        var command = new Command("growth", "Time and memory of s3-high-throughput and sensor-analytics, at three sizes a factor of ten apart") { objects, readings };
        command.SetAction(async (arguments, cancellation) =>
        {
            var table = new Table().Border(TableBorder.Simple)
                .AddColumns("Items", "Time", "of each", "ratio", "Peak memory", "of each", "ratio of all");
            await MeasureAsync(SizedWorkflow.S3HighThroughput, arguments.GetValue(objects), table, cancellation);
            await MeasureAsync(SizedWorkflow.SensorAnalytics, arguments.GetValue(readings), table, cancellation);
            AnsiConsole.Write(table);
        });
        return command;
    }

    private static async Task MeasureAsync(SizedWorkflow workflow, int fewest, Table table, CancellationToken cancellation)
    {
        // Code is compiled and files are read before the first size is measured.
        await using (var deployment = await workflow.DeployAsync(cancellation))
        {
            await MeasureAsync(workflow, deployment, fewest / Factor, cancellation);
        }

        (double Time, double Bytes)? before = null;
        foreach (var items in new[] { fewest, Factor * fewest, Factor * Factor * fewest })
        {
            await using var deployment = await workflow.DeployAsync(cancellation);
            var (time, bytes) = await MeasureAsync(workflow, deployment, items, cancellation);
            var timeOfEach = time / items;
            FormattableString[] cells =
            [
                $"{items} {workflow.Items}",
                $"{time.TotalSeconds:0.0} s", $"{timeOfEach.TotalMicroseconds:N0} µs", $"{timeOfEach.TotalSeconds / before?.Time:0.00}",
                $"{bytes / 1_000_000:0} MB", $"{bytes / items / 1_000:N1} kB", $"{bytes / before?.Bytes:0.00}",
            ];
            table.AddRow([.. cells.Select(FormattableString.Invariant)]);
            before = (timeOfEach.TotalSeconds, bytes);
        }
    }

    // What the program holds at the most while the execution runs, whatever it held before.
    private static async Task<(TimeSpan Time, double Bytes)> MeasureAsync(
        SizedWorkflow workflow, LocalDeployment deployment, int items, CancellationToken cancellation)
    {
        await workflow.LoadAsync(deployment, items, cancellation);
        GC.Collect();
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var peak = PeakAsync(watching.Token);
        var start = Stopwatch.GetTimestamp();
        await workflow.ExecuteAsync(deployment, cancellation);
        var time = Stopwatch.GetElapsedTime(start);
        await watching.CancelAsync();
        return (time, await peak);
    }

    private static async Task<double> PeakAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var peak = Environment.WorkingSet;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                peak = Math.Max(peak, Environment.WorkingSet);
            }
        }
        catch (OperationCanceledException)
        {
            // The execution has ended.
        }

        return peak;
    }
}
