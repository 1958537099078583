using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Fanout.Local.Stacks;
using Fanout.Samples.Cli;
using Spectre.Console;

namespace Fanout.Bench;

/// <summary>
/// Executions of three sizes, a factor of ten apart, each in a process and a local cloud of its own: time and memory for each
/// item, and what they are to those of the size before.
/// </summary>
internal static class GrowthBenchmark
{
    private const int Factor = 10;
    private const int MostItems = 100_000;
    private const int MostToWarmUp = 1_000;
    private const string OneSize = "--one-size-of";

    // The cloud is to have the settings of the runtime that it has in its own program.
    private static readonly string RuntimeConfig = Path.Combine(AppContext.BaseDirectory, "Fanout.Local.runtimeconfig.json");

    private static readonly SizedWorkflow[] Workflows = [SizedWorkflow.S3HighThroughput, SizedWorkflow.SensorAnalytics];

    public static Command Command()
    {
        var fewest = new[] { (Of: SizedWorkflow.S3HighThroughput, Least: 1_000), (Of: SizedWorkflow.SensorAnalytics, Least: 10_000) }
            .ToDictionary(entry => entry.Of, entry => Fewest(entry.Of, entry.Least));
        var one = new Option<string>(OneSize) { Description = "The workflow of which this process measures the fewest items alone", Hidden = true };
        one.AcceptOnlyFromAmong([.. Workflows.Select(workflow => workflow.Name)]);
        var command = new Command("growth", "Time and memory of s3-high-throughput and sensor-analytics, at three sizes a factor of ten apart")
        {
            one,
        };
        foreach (var option in fewest.Values)
        {
            command.Add(option);
        }

        command.SetAction(async (arguments, cancellation) =>
        {
            if (arguments.GetValue(one) is { } name)
            {
                var workflow = Workflows.Single(workflow => workflow.Name == name);
                var time = await TimeAsync(workflow, arguments.GetValue(fewest[workflow]), cancellation);
                Console.WriteLine(JsonSerializer.Serialize(time.TotalSeconds));
                return;
            }

            var table = new Table().Border(TableBorder.Simple)
                .AddColumns("Items", "Time", "of each", "ratio", "Peak memory", "of each", "ratio of all");
            foreach (var workflow in Workflows)
            {
                await CompareAsync(workflow, arguments.GetValue(fewest[workflow]), table, cancellation);
            }

            AnsiConsole.Write(table);
        });
        return command;
    }

    private static Option<int> Fewest(SizedWorkflow workflow, int least)
    {
        var option = NumberOption.Create($"--{workflow.Items}", $"The fewest {workflow.Items}", Factor, MostItems * Factor);
        option.DefaultValueFactory = _ => least;
        return option;
    }

    private static async Task CompareAsync(SizedWorkflow workflow, int fewest, Table table, CancellationToken cancellation)
    {
        Size? before = null;
        foreach (var items in new[] { fewest, Factor * fewest, Factor * Factor * fewest })
        {
            var size = await InProcessAsync(workflow, items, cancellation);
            FormattableString[] cells =
            [
                $"{items} {workflow.Items}",
                $"{size.Seconds:0.0} s", $"{size.Seconds / items * 1e6:N0} µs", $"{size.Seconds / Factor / before?.Seconds:0.00}",
                $"{size.Bytes / 1e6:0} MB", $"{size.Bytes / 1e3 / items:N1} kB", $"{(double?)size.Bytes / before?.Bytes:0.00}",
            ];
            table.AddRow([.. cells.Select(FormattableString.Invariant)]);
            before = size;
        }
    }

    // What earlier sizes left would count as memory of later ones.
    private static async Task<Size> InProcessAsync(SizedWorkflow workflow, int items, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "exec", "--runtimeconfig", RuntimeConfig,
            Environment.GetCommandLineArgs()[0], "growth", OneSize, workflow.Name, $"--{workflow.Items}", $"{items}",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        try
        {
            var peak = ChildProcess.PeakMemoryAsync(process.Id);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? new Size(JsonSerializer.Deserialize<double>(output), await peak)
                : throw new InvalidOperationException($"{items} {workflow.Items} ended with exit status {process.ExitCode}.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<TimeSpan> TimeAsync(SizedWorkflow workflow, int items, CancellationToken cancellation)
    {
        // Code is compiled and files are read before it is measured.
        await using (var first = await workflow.DeployAsync(cancellation))
        {
            await TimeAsync(workflow, first, Math.Min(items / Factor, MostToWarmUp), cancellation);
        }

        await using var deployment = await workflow.DeployAsync(cancellation);
        return await TimeAsync(workflow, deployment, items, cancellation);
    }

    private static async Task<TimeSpan> TimeAsync(
        SizedWorkflow workflow, LocalDeployment deployment, int items, CancellationToken cancellation)
    {
        await workflow.LoadAsync(deployment, items, cancellation);
        var start = Stopwatch.GetTimestamp();
        await workflow.ExecuteAsync(deployment, cancellation);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>What one size took.</summary>
    /// <param name="Seconds">The time of the execution.</param>
    /// <param name="Bytes">The memory of the process at its most; null where the system does not tell.</param>
    private sealed record Size(double Seconds, long? Bytes);
}
