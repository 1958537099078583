using System.Text.Json;
using Fanout.Local.Integrations.Catalog;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Bench;

/// <summary>The interpreter and its JSONata engine without a cloud, which loads any machine and runs those that call nothing.</summary>
internal sealed class BareInterpreter : IIntegrationCatalog, IMapRunPermissions, IAsyncDisposable
{
    private readonly EventLoop _loop = new();
    private readonly IntegrationCatalog _catalog = new(_ => throw new NotSupportedException("There is no cloud."));

    private BareInterpreter(Engine engine) => Engine = engine;

    /// <summary>Evaluates the expressions.</summary>
    public Engine Engine { get; }

    IObjectStore IIntegrationCatalog.Objects => _catalog.Objects;

    IParquetReader IIntegrationCatalog.Parquet => _catalog.Parquet;

    IMapRunPermissions IIntegrationCatalog.MapRuns => this;

    string IIntegrationCatalog.Supported => _catalog.Supported;

    /// <summary>Starts the engine.</summary>
    public static async Task<BareInterpreter> StartAsync(CancellationToken cancellation) =>
        new(await Engine.StartAsync(Console.Error, cancellation));

    /// <summary>Loads a machine.</summary>
    public async Task<StateMachine> LoadAsync(string definition, StateMachineType type = StateMachineType.Standard) => new(
        await Definition.LoadAsync(definition, this, Engine, type),
        "bench",
        "arn:aws:states:us-east-1:123456789012:stateMachine:bench",
        "arn:aws:iam::123456789012:role/bench",
        type);

    /// <summary>Runs one execution to its end, of which nothing is kept.</summary>
    /// <exception cref="InvalidOperationException">It did not succeed.</exception>
    public async Task<ExecutionOutcome> RunAsync(StateMachine machine, CancellationToken cancellation)
    {
        var outcome = await new Interpreter(Engine, _loop).RunAsync(machine, JsonElement.Parse("{}"), "bench", cancellation);
        return outcome.Status == ExecutionStatus.Succeeded
            ? outcome
            : throw new InvalidOperationException($"The execution ended as {outcome.Status}: {outcome.Error}: {outcome.Cause}");
    }

    public ValueTask DisposeAsync()
    {
        _loop.Dispose();
        return Engine.DisposeAsync();
    }

    IIntegration? IIntegrationCatalog.Resolve(string resource) => _catalog.Resolve(resource);

    Task<TaskFailedException?> IMapRunPermissions.FindDenialAsync(StateMachine machine, CancellationToken cancellation) =>
        Task.FromResult<TaskFailedException?>(null);
}
