using System.CommandLine;
using System.Diagnostics;
using Fanout.Infra.Settings;

namespace Fanout.Bench;

/// <summary>
/// Fresh processes of the local cloud's command line, in turn, and in turn with those of another build: <c>--help</c>, which is
/// what any process takes; <c>preview</c>; and <c>run</c> until its samples are loaded and the execution starts.
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
        var times = Starts.SelectMany(_ => builds, (start, build) => (start, build, Times: new List<TimeSpan>())).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (start, build, measured) in times)
            {
                measured.Add(await TimeAsync(Path.Combine(build, Program), start.Arguments, start.Until, cancellation));
            }
        }

        var table = new ResultTable();
        var bare = times[0].Times.Median();
        foreach (var group in times.GroupBy(entry => entry.start.What, entry => entry.Times.Median()))
        {
            var (ours, other) = (group.First(), group.Last());
            table.Add(group.Key, $"{ours.TotalMilliseconds:N0} ms, {ours / bare:0.0} times --help");
            if (beside is not null)
            {
                table.Add("  the other build", $"{other.TotalMilliseconds:N0} ms; this one takes {ours / other:0.00} times as long");
            }
        }

        table.Print();
    }

    private static async Task<TimeSpan> TimeAsync(string program, string[] arguments, string? until, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
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

            return isReached || (until is null && process.ExitCode == 0)
                ? Stopwatch.GetElapsedTime(start)
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended in the middle, with exit status {process.ExitCode}.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
