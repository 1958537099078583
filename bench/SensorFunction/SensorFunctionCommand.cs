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
        var command = new Command("sensor-function", "The function of sensor-analytics: its speed, its size and its start");
        command.SetAction((_, cancellation) => RunAsync(cancellation));
        return command;
    }

    private static async Task RunAsync(CancellationToken cancellation)
    {
        var table = new ResultTable();
        var input = SampleBatch.Create(Readings);
        var speed = Speed.Of(new PurePart(input).Run);
        table.Add($"Pure part, batches of {Readings}", $"{Readings / speed.Time.TotalSeconds:N0} readings a second");
        table.Add("Allocated by the pure part", $"{speed.Bytes / Readings:N0} bytes a reading");

        var package = Path.Combine(RepositoryPaths.Root, "artifacts", "functions", "SensorAnalytics.zip");
        table.Add("Zip", $"{new FileInfo(package).Length / 1024.0:N0} KiB", "under 2 MB");

        var times = new List<(TimeSpan First, TimeSpan Second)>();
        await using var host = await FunctionHost.StartAsync(_ => { }, cancellation);
        var function = new DeployedFunction(host, package);
        for (var process = 0; process < FreshProcesses; process++)
        {
            times.Add(await function.CallTwiceAsync(input, cancellation));
        }

        table.Add(
            $"Fresh process to its first answer, {Readings} readings, median of {FreshProcesses}",
            $"{Median(times.Select(time => time.First)):N0} ms");
        table.Add("The same process to its second answer", $"{Median(times.Select(time => time.Second)):N0} ms");
        table.Print();
    }

    private static double Median(IEnumerable<TimeSpan> times) =>
        times.Order().ElementAt(FreshProcesses / 2).TotalMilliseconds;
}
