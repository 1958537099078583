using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Bench;

/// <summary>The interpreter and its JSONata engine without a cloud, for machines that call nothing.</summary>
internal sealed class BareInterpreter : IIntegrationCatalog, IMapRunPermissions, IAsyncDisposable
{
    private readonly EventLoop _loop = new();

    private BareInterpreter(Engine engine) => Engine = engine;

    /// <summary>Evaluates the expressions.</summary>
    public Engine Engine { get; }

    IObjectStore IIntegrationCatalog.Objects => throw new NotSupportedException();

    IParquetReader IIntegrationCatalog.Parquet => throw new NotSupportedException();

    IMapRunPermissions IIntegrationCatalog.MapRuns => this;

    string IIntegrationCatalog.Supported => "nothing";

    /// <summary>Starts the engine.</summary>
    public static async Task<BareInterpreter> StartAsync(CancellationToken cancellation) =>
        new(await Engine.StartAsync(Console.Error, cancellation));

    /// <summary>Loads a Standard machine.</summary>
    public async Task<StateMachine> LoadAsync(string definition) => new(
        await Definition.LoadAsync(definition, this, Engine),
        "bench",
        "arn:aws:states:us-east-1:123456789012:stateMachine:bench",
        "arn:aws:iam::123456789012:role/bench");

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

    IIntegration? IIntegrationCatalog.Resolve(string resource) => null;

    Task<TaskFailedException?> IMapRunPermissions.FindDenialAsync(StateMachine machine, CancellationToken cancellation) =>
        Task.FromResult<TaskFailedException?>(null);
}
