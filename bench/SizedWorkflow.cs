using System.Globalization;
using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples;
using Fanout.Samples.SensorAnalytics;
using Fanout.Stacks;

namespace Fanout.Bench;

/// <summary>A workflow of the stack <c>dev</c>, alone in a local cloud, and as many generated items as are asked for.</summary>
/// <param name="Name">The workflow's name.</param>
/// <param name="Items">What its items are called.</param>
/// <param name="Input">What an execution is started with.</param>
/// <param name="LoadAsync">Loads a number of items.</param>
internal sealed record SizedWorkflow(
    string Name, string Items, JsonElement Input, Func<LocalDeployment, int, CancellationToken, Task> LoadAsync)
{
    // As many as the interpreter has under way.
    private const int Uploads = 32;

    private static readonly DateOnly Day = new(2026, 1, 31);

    /// <summary>Objects of s3-high-throughput.</summary>
    public static SizedWorkflow S3HighThroughput { get; } = new(
        WorkflowNames.S3HighThroughput, "objects", JsonElement.Parse("{}"), LoadObjectsAsync);

    /// <summary>Readings of a day for sensor-analytics, each of a device of its own.</summary>
    public static SizedWorkflow SensorAnalytics { get; } = new(
        WorkflowNames.SensorAnalytics,
        "readings",
        JsonElement.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"date": "{{Day:yyyy-MM-dd}}"}""")),
        LoadReadingsAsync);

    /// <summary>Elements of the list of parallel-map.</summary>
    public static SizedWorkflow ParallelMap { get; } = new(
        WorkflowNames.ParallelMap, "elements", JsonElement.Parse("{}"), LoadListAsync);

    /// <summary>Starts a cloud and deploys the workflow into it.</summary>
    public async Task<LocalDeployment> DeployAsync(CancellationToken cancellation)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", cancellation);
        var values = new Dictionary<string, string>(config.Values)
        {
            [$"{config.Project}:workflows"] = JsonSerializer.Serialize(new[] { Name }),

            // Nothing but what is loaded; and a long list takes longer than the twenty seconds of a short one.
            [$"{config.Project}:{EnvironmentSettings.KeyOf(WorkflowNames.S3HighThroughput)}"] = """{"sampleData": false}""",
            [$"{config.Project}:{EnvironmentSettings.KeyOf(WorkflowNames.ParallelMap)}"] = """{"timeoutSeconds": 86400}""",
        };
        return await LocalDeployment.StartAsync(
            config with { Values = values },
            new LocalCloudOptions(new AwsAccount(config.LocalRegion), Emulator: null, Port: 0, Console.Error),
            realTime: false,
            cancellation);
    }

    /// <summary>Runs one execution to its end.</summary>
    /// <exception cref="InvalidOperationException">It did not succeed.</exception>
    public async Task<ExecutionOutcome> ExecuteAsync(LocalDeployment deployment, CancellationToken cancellation)
    {
        var machine = deployment.Stack.Workflows[Name]["StateMachineArn"];
        var outcome = await deployment.ExecuteAsync(machine, Input, $"{Guid.NewGuid()}", cancellation);
        return outcome.Status == ExecutionStatus.Succeeded
            ? outcome
            : throw new InvalidOperationException($"{Name} ended as {outcome.Status}: {outcome.Error}: {outcome.Cause}");
    }

    private static async Task LoadObjectsAsync(LocalDeployment deployment, int items, CancellationToken cancellation)
    {
        using var s3 = deployment.Cloud.S3();
        var bucket = deployment.Stack.Workflows[WorkflowNames.S3HighThroughput]["DataBucket"];
        await S3HighThroughputSample.LoadAsync(s3, bucket, prefix: "", items, Uploads, progress: null, cancellation);
    }

    private static async Task LoadReadingsAsync(LocalDeployment deployment, int items, CancellationToken cancellation)
    {
        using var s3 = deployment.Cloud.S3();
        var bucket = deployment.Stack.Workflows[WorkflowNames.SensorAnalytics]["DataBucket"];
        var fleet = new SensorFleet(items, Day, Days: 1, ReadingsPerDay: 1);
        await SensorAnalyticsSample.LoadAsync(s3, bucket, fleet, Uploads, progress: null, cancellation);
    }

    private static async Task LoadListAsync(LocalDeployment deployment, int items, CancellationToken cancellation)
    {
        using var dynamoDb = deployment.Cloud.DynamoDb();
        var settings = deployment.Settings.ParallelMap with { TableName = deployment.Stack.Workflows[WorkflowNames.ParallelMap]["TableName"] };
        await ParallelMapSample.LoadAsync(dynamoDb, settings, ParallelMapSample.Generate(items), cancellation);
    }
}
