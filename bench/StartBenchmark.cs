using System.CommandLine;
using System.Diagnostics;
using Fanout.Infra.Settings;

namespace Fanout.Bench;

/// <summary>
/// Fresh processes of the local cloud's command line, in turn, and in turn with those of another build: <c>--help</c>, which is
/// what any process takes; <c>preview</c>; and <c>run</c> until its samples are loaded and the execution starts. Their memory is
/// without that of the processes that they start.
/// </summary>
internal static class StartBenchmark
{
    private const int Rounds = 5;
    private const string Program = "Fanout.Local.dll";

    // The line of progress after which the execution is started; null where the process is to end.
    private static readonly (string What, string[] Arguments, string? Until)[] Starts =
    [
        ("--help", ["--help"], null),
        ("preview", ["preview"], null),
        ($"run {WorkflowNames.ParallelMap}, to its execution", ["run", WorkflowNames.ParallelMap], ": running"),
    ];

    public static Command Command()
    {
        var beside = new Option<DirectoryInfo>("--beside")
        {
            Description = $"The folder of another build's {Program}, such as local/bin/Release/net10.0 of an earlier commit",
            HelpName = "FOLDER",
        };
        beside.AcceptExistingOnly();
        beside.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<DirectoryInfo>() is { Exists: true } folder && !File.Exists(Path.Combine(folder.FullName, Program)))
            {
                result.AddError($"{folder} holds no {Program}; name the folder that a build of local/ wrote.");
            }
        });
        var command = new Command("start", "How long the local cloud's command line takes to start") { beside };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(beside)?.FullName, cancellation));
        return command;
    }

    private static async Task RunAsync(string? beside, CancellationToken cancellation)
    {
        string[] builds = beside is null ? [AppContext.BaseDirectory] : [AppContext.BaseDirectory, beside];
        var all = Starts.SelectMany(_ => builds, (start, build) => (start, build, Taken: new List<(TimeSpan Time, long? Bytes)>())).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (start, build, taken) in all)
            {
                taken.Add(await MeasureAsync(Path.Combine(build, Program), start.Arguments, start.Until, cancellation));
            }
        }

        var table = new ResultTable();
        var medians = all
            .Select(entry => (
                entry.start.What,
                Time: entry.Taken.ConvertAll(taken => taken.Time).Median(),
                Bytes: entry.Taken.ConvertAll(taken => taken.Bytes).Median()))
            .ToList();
        foreach (var group in medians.GroupBy(median => median.What))
        {
            var (ours, other) = (group.First(), group.Last());
            table.Add(group.Key, $"{ours.Time.TotalMilliseconds:N0} ms, {ours.Time / medians[0].Time:0.0} times --help");
            table.Add("  its memory", $"{ours.Bytes / 1e6:0} MB");
            if (beside is not null)
            {
                table.Add("  the other build", $"{other.Time.TotalMilliseconds:N0} ms; this one takes {ours.Time / other.Time:0.00} times as long");
                table.Add("  its memory", $"{other.Bytes / 1e6:0} MB; this one takes {(double?)ours.Bytes / other.Bytes:0.00} times as much");
            }
        }

        table.Print();
    }

    private static async Task<(TimeSpan Time, long? Bytes)> MeasureAsync(
        string program, string[] arguments, string? until, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var peak = ChildProcess.PeakMemoryAsync(process.Id);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var isReached = false;
            while (!isReached && await process.StandardError.ReadLineAsync(cancellation) is { } line)
            {
                isReached = until is not null && line.EndsWith(until, StringComparison.Ordinal);
            }

            if (!isReached)
            {
                await output;
                await process.WaitForExitAsync(cancellation);
            }

            var time = Stopwatch.GetElapsedTime(start);
            if (!isReached && (until is not null || process.ExitCode != 0))
            {
                throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended in the middle, with exit status {process.ExitCode}.");
            }

            process.Kill(entireProcessTree: true);
            return (time, await peak);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
