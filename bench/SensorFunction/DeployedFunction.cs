using System.Diagnostics;

namespace Fanout.Bench.SensorFunction;

/// <summary>The function of sensor-analytics, deployed anew for each pair of calls.</summary>
internal sealed class DeployedFunction(FunctionHost host)
{
    private int _deployed;

    /// <summary>Calls the function in a process that does not run yet, and once more when it does.</summary>
    /// <returns>The times from the call to the answer.</returns>
    public async Task<(TimeSpan First, TimeSpan Second)> CallTwiceAsync(string package, byte[] input, CancellationToken cancellation)
    {
        var arn = host.Deploy(
            $"sensor-{_deployed++}",
            "SensorAnalytics",
            package,
            TimeSpan.FromSeconds(60),
            memoryMegabytes: 512,
            new Dictionary<string, string>
            {
                ["TABLE_NAME"] = "readings",
                ["TEMPERATURE_MIN"] = "-10",
                ["TEMPERATURE_MAX"] = "35",
                ["HUMIDITY_MIN"] = "5",
                ["HUMIDITY_MAX"] = "95",
                ["BATTERY_MIN"] = "20",
                ["AWS_ENDPOINT_URL_DYNAMODB"] = host.TableEndpoint,
            });
        return (await TimeAsync(arn, input, cancellation), await TimeAsync(arn, input, cancellation));
    }

    private async Task<TimeSpan> TimeAsync(string arn, byte[] input, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        await host.CallAsync(arn, input, cancellation);
        return Stopwatch.GetElapsedTime(start);
    }
}
