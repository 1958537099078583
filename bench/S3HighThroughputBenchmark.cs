using System.CommandLine;
using System.Diagnostics;
using Fanout.Infra.Settings;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Samples;

namespace Fanout.Bench;

/// <summary>
/// Runs s3-high-throughput over generated objects, and has a plain client read the same objects from the emulator with
/// as many requests at a time: the difference is what the interpreter, the gateway and the publishing take.
/// </summary>
internal static class S3HighThroughputBenchmark
{
    // As many as the interpreter has under way.
    private const int Requests = 32;

    public static Command Command()
    {
        var objects = new Option<int>("--objects") { Description = "How many objects", DefaultValueFactory = _ => 10_000 };
        var command = new Command(WorkflowNames.S3HighThroughput, "The workflow beside a plain client of the emulator") { objects };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(objects), cancellation));
        return command;
    }

    private static async Task RunAsync(int objects, CancellationToken cancellation)
    {
        var workflow = SizedWorkflow.S3HighThroughput;
        await using var deployment = await workflow.DeployAsync(cancellation);
        await workflow.LoadAsync(deployment, objects, cancellation);
        var whole = await TimeAsync(() => workflow.ExecuteAsync(deployment, cancellation));
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64;
        var bucket = deployment.Stack.Workflows[workflow.Name]["DataBucket"];
        var reads = await TimeAsync(() => ReadAllAsync(deployment.Cloud, bucket, objects, cancellation));

        var table = new ResultTable();
        table.Add("Objects", $"{objects:N0}");
        table.Add("The workflow", $"{whole.TotalSeconds:0.0} s");
        table.Add("The same GETs by a plain client", $"{reads.TotalSeconds:0.0} s");
        table.Add("Difference", $"{(whole - reads).TotalSeconds:0.0} s, {1 - reads / whole:0 %} of the workflow", "under 50 %");
        table.Add("Peak memory of the program", $"{peak / 1_000_000.0:0} MB", "under 500 MB");
        foreach (var ((service, operation), count) in deployment.Cloud.Gateway.Requests.OrderByDescending(request => request.Value).Take(5))
        {
            table.Add($"Requests: {service} {operation}", $"{count:N0}");
        }

        table.Print();
    }

    private static Task ReadAllAsync(LocalCloud cloud, string bucket, int objects, CancellationToken cancellation)
    {
        var http = new HttpClient(Handler(cloud.Gateway.Emulator));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Requests, CancellationToken = cancellation };
        return Parallel.ForEachAsync(S3HighThroughputSample.Generate(objects), options, async (sample, token) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(EmulatorAddress.BaseOf(cloud.Gateway.Emulator), $"/{bucket}/{sample.Key}"));
            await request.SignAsync(cloud.Root, cloud.Account.Region, "s3", token);
            using var answer = await http.SendAsync(request, token);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(token);
        });
    }

    private static SocketsHttpHandler Handler(Uri emulator)
    {
        var handler = EmulatorAddress.HandlerOf(emulator);
        handler.MaxConnectionsPerServer = Requests;
        return handler;
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed;
    }
}
