using System.CommandLine;
using Fanout.Stacks;

namespace Fanout.Bench.SensorFunction;

/// <summary>The command <c>sensor-function</c>: the function of sensor-analytics.</summary>
internal static class SensorFunctionCommand
{
    private const int Readings = 500;
    private const int FreshProcesses = 9;

    public static Command Create()
    {
        var beside = new Option<FileInfo>("--beside")
        {
            Description = "Another zip of the function, such as one of an earlier commit, whose start is measured in turn",
            HelpName = "ZIP",
        };
        beside.AcceptExistingOnly();
        var command = new Command("sensor-function", "The function of sensor-analytics: its size and its start") { beside };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(beside)?.FullName, cancellation));
        return command;
    }

    private static async Task RunAsync(string? beside, CancellationToken cancellation)
    {
        var table = new ResultTable();
        var input = SampleBatch.Create(Readings);
        var package = Path.Combine(RepositoryPaths.Root, "artifacts", "functions", "SensorAnalytics.zip");
        table.Add("Zip", $"{new FileInfo(package).Length / 1024.0:N0} KiB", "under 3 MB");

        var (times, others) = (new List<(TimeSpan First, TimeSpan Second)>(), new List<(TimeSpan First, TimeSpan Second)>());
        await using var host = await FunctionHost.StartAsync(_ => { }, cancellation);
        var function = new DeployedFunction(host);
        for (var process = 0; process < FreshProcesses; process++)
        {
            times.Add(await function.CallTwiceAsync(package, input, cancellation));
            if (beside is not null)
            {
                others.Add(await function.CallTwiceAsync(beside, input, cancellation));
            }
        }

        Add($"Fresh process to its first answer, {Readings} readings, median of {FreshProcesses}", time => time.First);
        Add("The same process to its second answer", time => time.Second);
        table.Print();

        void Add(string what, Func<(TimeSpan First, TimeSpan Second), TimeSpan> which)
        {
            var median = times.Select(which).ToList().Median().TotalMilliseconds;
            table.Add(what, $"{median:N0} ms");
            if (beside is not null)
            {
                var other = others.Select(which).ToList().Median().TotalMilliseconds;
                table.Add($"  {Path.GetFileName(beside)}", $"{other:N0} ms; the other takes {median / other:0.00} times as long");
            }
        }
    }
}
