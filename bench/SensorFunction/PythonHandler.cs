using System.Diagnostics;
using System.Globalization;
using System.Text;
using Fanout.Stacks;

namespace Fanout.Bench.SensorFunction;

/// <summary>The handler in Python that the function of sensor-analytics is compared with, in a process of its own.</summary>
internal sealed class PythonHandler : IDisposable
{
    private readonly Process _process;

    private PythonHandler(Process process) => _process = process;

    /// <summary>Starts the process.</summary>
    /// <param name="input">The batch: JSON in one line.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<PythonHandler> StartAsync(byte[] input, CancellationToken cancellation)
    {
        var script = Path.Combine(RepositoryPaths.Root, "bench", "originals", "sensor_analytics.py");
        var handler = new PythonHandler(Process.Start(
            new ProcessStartInfo("python3", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        await handler._process.StandardInput.WriteLineAsync(Encoding.UTF8.GetString(input).AsMemory(), cancellation);
        return handler;
    }

    /// <summary>Analyzes the batch a number of times.</summary>
    /// <returns>How long that took by the process's own clock: called with each reading, and called with the batch.</returns>
    public async Task<(TimeSpan Readings, TimeSpan Batch)> TimeAsync(int repetitions, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync($"{repetitions}".AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
        var line = await _process.StandardOutput.ReadLineAsync(cancellation)
            ?? throw new InvalidOperationException("The handler in Python ended before it answered; what it said stands above.");
        TimeSpan[] times = [.. line.Split(' ').Select(seconds => TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)))];
        return (times[0], times[1]);
    }

    /// <summary>Closes the input of the process, which ends it.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
