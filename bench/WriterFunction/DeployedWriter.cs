using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fanout.Bench.WriterFunction;

/// <summary>The function of meter-analytics, and the object that it reads, which may be of any length.</summary>
internal sealed class DeployedWriter : IAsyncDisposable
{
    private const string Bucket = "/_s3";

    private readonly FunctionHost _host;
    private readonly string _arn;

    private DeployedWriter(FunctionHost host, string arn)
    {
        _host = host;
        _arn = arn;
    }

    /// <summary>Starts what the function talks to, and deploys it.</summary>
    /// <param name="package">The zip.</param>
    /// <param name="lines">The lines of the file that it will read.</param>
    /// <param name="heapLimit">The most bytes that its heap may have.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<DeployedWriter> StartAsync(
        string package, int lines, long heapLimit, CancellationToken cancellation)
    {
        var host = await FunctionHost.StartAsync(
            application => application.MapGet($"{Bucket}/{{**path}}", () =>
                Results.Stream(target => ResultFile.WriteAsync(target, lines, cancellation), "text/csv")),
            cancellation);
        var arn = host.Deploy(
            "meter-analytics",
            "MeterAnalytics",
            package,
            TimeSpan.FromMinutes(15),
            memoryMegabytes: 256,
            new Dictionary<string, string>
            {
                ["TABLE_NAME"] = "amounts",
                ["REJECTED_LINES_QUEUE_URL"] = "https://sqs.us-east-1.amazonaws.com/123456789012/rejected-lines",
                ["RESULTS_PREFIX"] = "electricity_by_period/",
                ["AWS_ENDPOINT_URL_DYNAMODB"] = host.TableEndpoint,
                ["AWS_ENDPOINT_URL_S3"] = host.Address(Bucket),
                ["DOTNET_GCHeapHardLimit"] = $"0x{heapLimit:X}",
            });
        return new DeployedWriter(host, arn);
    }

    /// <summary>Calls the function with a notification of the file.</summary>
    /// <returns>Its report, as JSON.</returns>
    public Task<string> CallAsync(CancellationToken cancellation) => _host.CallAsync(
        _arn,
        """
        {"Records":[{"eventName":"ObjectCreated:Put",
          "s3":{"bucket":{"name":"results"},"object":{"key":"electricity_by_period/query.csv"}}}]}
        """u8.ToArray(),
        cancellation);

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
