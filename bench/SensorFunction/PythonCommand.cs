using System.CommandLine;
using System.Diagnostics;
using Fanout.Bench.Parts;

namespace Fanout.Bench.SensorFunction;

/// <summary>The command <c>python</c>: the pure part of sensor-analytics' function beside a handler in Python.</summary>
internal static class PythonCommand
{
    private const int Turns = 50;
    private const int BatchesEach = 20;

    public static Command Create()
    {
        var command = new Command("python", "Readings that the function of sensor-analytics analyzes a second, beside a handler in Python");
        command.SetAction((_, cancellation) => RunAsync(cancellation));
        return command;
    }

    // Measured in turn, and the fastest counts: so other work on the machine takes from neither.
    private static async Task RunAsync(CancellationToken cancellation)
    {
        var ours = new SensorFunctionBenchmarks();
        using var python = await PythonHandler.StartAsync(SampleBatch.Create(SensorFunctionBenchmarks.Readings), cancellation);
        var (fastest, fastestReadings, fastestBatch) = (TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var turn = 0; turn < Turns; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var batch = 0; batch < BatchesEach; batch++)
            {
                ours.Analyze();
            }

            fastest = Min(fastest, Stopwatch.GetElapsedTime(start));
            var (readings, whole) = await python.TimeAsync(BatchesEach, cancellation);
            (fastestReadings, fastestBatch) = (Min(fastestReadings, readings), Min(fastestBatch, whole));
        }

        var table = new ResultTable();
        table.Add("Readings a second", $"{PerSecond(fastest):N0}", "1,000,000");
        table.Add("  Python, a reading in each call", $"{PerSecond(fastestReadings):N0}; takes {fastestReadings / fastest:0.0} times as long");
        table.Add("  Python, a batch in each call", $"{PerSecond(fastestBatch):N0}; takes {fastestBatch / fastest:0.0} times as long");
        table.Print();
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static double PerSecond(TimeSpan time) => SensorFunctionBenchmarks.Readings * BatchesEach / time.TotalSeconds;
}
