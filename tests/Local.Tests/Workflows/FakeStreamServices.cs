using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;
using Fanout.Infra.Workflows.StreamAggregator;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Tests.Local.StepFunctions;

namespace Fanout.Tests.Local.Workflows;

/// <summary>
/// What the machines of stream-aggregator call, in memory: the API, the tables, S3, the Glue job and one another.
/// </summary>
internal sealed class FakeStreamServices(StreamAggregatorSettings settings) : IIntegrationCatalog
{
    private const string Account = "us-east-1:123456789012";
    private const string Extraction = $"arn:aws:states:{Account}:stateMachine:extract";
    private const string Processing = $"arn:aws:states:{Account}:stateMachine:process";
    private const string Connection = $"arn:aws:events:{Account}:connection/api/1";

    private readonly Dictionary<string, StateMachine> _machines = [];
    private readonly Dictionary<string, string> _runs = [];

    public FakeApi Api { get; } = new();

    public FakeTables Tables { get; } = new();

    public FakeBuckets Buckets { get; } = new();

    public IMapRunPermissions MapRuns { get; } = new AllMapRuns();

    public IObjectStore Objects => Buckets;

    public IParquetReader Parquet => throw new NotSupportedException("The tests read no Parquet.");

    /// <summary>What the queue of incomplete locations was told.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>The arguments of the job's runs.</summary>
    public List<JsonElement> Jobs { get; } = [];

    /// <summary>Called before each call with its resource and arguments; may throw.</summary>
    public Action<string, JsonElement> Before { get; set; } = (_, _) => { };

    public string Supported => "what stream-aggregator calls";

    public async Task<StateMachine> LoadAsync()
    {
        await AddAsync(Processing, DataProcessingDefinition.Create(settings, new DataProcessingResources(Connection, "parts")), StateMachineType.Express);
        await AddAsync(Extraction, DataExtractionDefinition.Create(settings, new DataExtractionResources("locations", Connection, Processing)));
        return await AddAsync($"arn:aws:states:{Account}:stateMachine:machine", StreamAggregatorDefinition.Create(
            settings, new StreamAggregatorResources("tasks", "locations", Extraction, "job", "parts", "output", "incomplete")));
    }

    public IIntegration? Resolve(string resource) => resource switch
    {
        "arn:aws:states:::http:invoke" => Of("http", Api.Call),
        "arn:aws:states:::aws-sdk:dynamodb:query" => Of("query", Tables.Query),
        "arn:aws:states:::dynamodb:updateItem" => Of("update", Tables.Update),
        "arn:aws:states:::aws-sdk:s3:putObject" => Of("put", Put),
        "arn:aws:states:::aws-sdk:s3:getObject" => Of("get", Get),
        "arn:aws:states:::sqs:sendMessage" => Of("tell", Tell),
        "arn:aws:states:::glue:startJobRun.sync" => Of("job", RunJob),
        "arn:aws:states:::states:startExecution.sync:2" => new Fake(this, "extract", ExtractAsync),
        "arn:aws:states:::aws-sdk:sfn:startSyncExecution" => new Fake(this, "process", ProcessAsync),
        _ => null,
    };

    private async Task<StateMachine> AddAsync(string arn, StateMachineDefinition definition, StateMachineType type = StateMachineType.Standard)
    {
        var loaded = await Definition.LoadAsync(definition.ToJson(), this, await SharedEngine.GetAsync(), type);
        return _machines[arn] = new StateMachine(loaded, arn.Split(':')[^1], arn, "arn:aws:iam::123456789012:role/role", type);
    }

    private Fake Of(string action, Func<JsonElement, object> call) =>
        new(this, action, (arguments, _, _) => Task.FromResult(JsonSerializer.SerializeToElement(call(arguments))));

    private object Put(JsonElement arguments)
    {
        var key = $"{arguments.GetProperty("Bucket")}/{arguments.GetProperty("Key")}";
        Buckets.Put(key, arguments.GetProperty("Body").GetRawText());
        _runs[key] = arguments.GetProperty("Metadata").GetProperty("run").GetString()!;
        return new { ETag = "\"e\"" };
    }

    private object Get(JsonElement arguments)
    {
        var key = $"{arguments.GetProperty("Bucket")}/{arguments.GetProperty("Key")}";
        return Buckets.Contains(key)
            ? new { Body = Buckets.Text(key) }
            : throw new TaskFailedException("S3.NoSuchKeyException", "The specified key does not exist.");
    }

    private object Tell(JsonElement arguments)
    {
        Messages.Add(arguments.GetProperty("MessageBody").GetString()!);
        return new { MessageId = "m" };
    }

    private object RunJob(JsonElement arguments)
    {
        var job = arguments.GetProperty("Arguments").Clone();
        Jobs.Add(job);
        var prefix = $"{job.GetProperty("--source_bucket")}/{job.GetProperty("--source_prefix")}";
        var run = job.GetProperty("--run").GetString();
        var parts = Buckets.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && _runs[key] == run).ToArray();
        var rows = parts.SelectMany(part => JsonElement.Parse(Buckets.Text(part)).EnumerateArray()).Select(row => row.GetRawText()).ToArray();
        var file = $"{job.GetProperty("--destination_bucket")}/{job.GetProperty("--destination_key")}";
        Buckets.Put(file, string.Join('\n', rows));
        Buckets.Put($"{file}.summary.json", $$"""{"rows":{{rows.Length}},"empty_columns":["status"]}""");
        foreach (var part in parts)
        {
            Buckets.Remove(part);
        }

        return new { JobName = "job", JobRunState = "SUCCEEDED" };
    }

    private async Task<JsonElement> ExtractAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var outcome = await RunAsync(arguments, arguments.GetProperty("Input"), context, cancellation);
        return outcome.Status == ExecutionStatus.Succeeded
            ? JsonSerializer.SerializeToElement(new { outcome.Output, Status = "SUCCEEDED" })
            : throw new TaskFailedException("States.TaskFailed", JsonSerializer.Serialize(new { outcome.Cause, outcome.Error, Status = "FAILED" }));
    }

    private async Task<JsonElement> ProcessAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var outcome = await RunAsync(arguments, JsonElement.Parse(arguments.GetProperty("Input").GetString()!), context, cancellation);
        return outcome.Status == ExecutionStatus.Succeeded
            ? JsonSerializer.SerializeToElement(new { Output = outcome.Output!.Value.GetRawText(), Status = "SUCCEEDED" })
            : outcome.Status == ExecutionStatus.TimedOut
                ? JsonSerializer.SerializeToElement(new { Status = "TIMED_OUT" })
                : JsonSerializer.SerializeToElement(new { outcome.Error, outcome.Cause, Status = "FAILED" });
    }

    private async Task<ExecutionOutcome> RunAsync(
        JsonElement arguments, JsonElement input, TaskContext context, CancellationToken cancellation)
    {
        var machine = _machines[arguments.GetProperty("StateMachineArn").GetString()!];
        var interpreter = new Interpreter(await SharedEngine.GetAsync(), context.Loop, () => 0.5);
        return await interpreter.RunAsync(machine, input, Guid.NewGuid().ToString(), cancellation);
    }

    private sealed class Fake(
        FakeStreamServices services, string action, Func<JsonElement, TaskContext, CancellationToken, Task<JsonElement>> call) : IIntegration
    {
        // On the loop's thread, one call after the other: the lists need no lock.
        public bool UsesLoopTime => true;

        public IEnumerable<string> CheckArguments(JsonElement arguments) => [];

        public Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
        {
            services.Before(action, arguments);
            return call(arguments, context, cancellation);
        }
    }
}
