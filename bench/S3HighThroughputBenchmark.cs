using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples;
using Fanout.Stacks;

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
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", cancellation);
        await using var deployment = await LocalDeployment.StartAsync(
            config,
            new LocalCloudOptions(new AwsAccount(config.LocalRegion), Emulator: null, Port: 0, Console.Error),
            realTime: false,
            cancellation);
        var outputs = deployment.Stack.Workflows[WorkflowNames.S3HighThroughput];
        var bucket = outputs["DataBucket"];
        using (var s3 = deployment.Cloud.S3())
        {
            await S3HighThroughputSample.LoadAsync(
                s3, bucket, prefix: "", objects, Requests, progress: null, cancellation);
        }

        var whole = await TimeAsync(async () =>
        {
            var outcome = await deployment.ExecuteAsync(
                outputs["StateMachineArn"], JsonElement.Parse("{}"), $"{Guid.NewGuid()}", cancellation);
            if (outcome.Status != ExecutionStatus.Succeeded)
            {
                throw new InvalidOperationException($"{outcome.Error}: {outcome.Cause}");
            }
        });
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64;
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
