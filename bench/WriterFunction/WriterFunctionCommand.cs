using System.CommandLine;
using System.Diagnostics;
using Fanout.Stacks;

namespace Fanout.Bench.WriterFunction;

/// <summary>The command <c>writer-function</c>: the function of meter-analytics.</summary>
internal static class WriterFunctionCommand
{
    // What the runtime gives the heap in a function of 256 MB: three quarters.
    private const long HeapLimit = 192 * 1024 * 1024;

    public static Command Create()
    {
        var lines = new Option<int>("--lines") { Description = "How many lines", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("writer-function", "The function of meter-analytics: its speed and its memory for a large file") { lines };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(lines), cancellation));
        return command;
    }

    private static async Task RunAsync(int lines, CancellationToken cancellation)
    {
        var package = Path.Combine(RepositoryPaths.Root, "artifacts", "functions", "MeterAnalytics.zip");
        await using var function = await DeployedWriter.StartAsync(package, lines, HeapLimit, cancellation);
        var start = Stopwatch.GetTimestamp();
        var report = await function.CallAsync(cancellation);
        var time = Stopwatch.GetElapsedTime(start);

        var table = new ResultTable();
        table.Add("Report", $"{report}");
        table.Add("Fresh process to its answer", $"{time.TotalSeconds:0.0} s, {lines / time.TotalSeconds:N0} lines a second");
        table.Add("Peak memory of the process", $"{ChildProcess.PeakMemory() / 1_000_000.0:0} MB", "under 256 MB");
        table.Add("Zip", $"{new FileInfo(package).Length / 1024.0:N0} KiB", "under 3 MB");
        table.Print();
    }
}
