using System.Text.Json;
using Fanout.Local.Integrations.Executions;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.StepFunctions;

/// <summary>State machines that start each other, on a clock that begins at <see cref="TestMachine.Start"/>.</summary>
internal sealed class TestMachines : IStateMachines, IIntegrationCatalog
{
    private const string Optimized = "arn:aws:states:::";

    private readonly Dictionary<string, StateMachine> _machines = [];

    public FakeFunctions Functions { get; } = new();

    public IMapRunPermissions MapRuns { get; } = new AllMapRuns();

    public IObjectStore Objects => Functions.Objects;

    public IParquetReader Parquet => Functions.Parquet;

    public string Supported => Functions.Supported;

    public static string Arn(string name) => $"arn:aws:states:us-east-1:123456789012:stateMachine:{name}";

    public IIntegration? Resolve(string resource) => Functions.Resolve(resource)
        ?? (resource == Optimized + StartSyncExecution.Resource
            ? new StartSyncExecution()
            : StartExecution.Resolve(resource.Replace(Optimized, "", StringComparison.Ordinal)));

    public Task<StateMachine?> FindAsync(string arn, CancellationToken cancellation) =>
        Task.FromResult(_machines.GetValueOrDefault(arn));

    /// <summary>Deploys a machine of the given states, of which the first is the start.</summary>
    public async Task AddAsync(string name, StateMachineType type, string states) => _machines[Arn(name)] = new StateMachine(
        await Definition.LoadAsync(TestMachine.Definition(states), this, await SharedEngine.GetAsync(), type),
        name, Arn(name), "arn:aws:iam::123456789012:role/role", type);

    /// <summary>Runs a machine that was added.</summary>
    public async Task<ExecutionOutcome> RunAsync(string name, string input = "{}", CancellationToken cancellation = default)
    {
        using var loop = new EventLoop(TestMachine.Start);
        return await new Interpreter(await SharedEngine.GetAsync(), loop, () => 0.5, this)
            .RunAsync(_machines[Arn(name)], JsonElement.Parse(input), "run-1", cancellation);
    }

    /// <summary>Runs a machine whose only task starts an execution of another.</summary>
    /// <param name="resource">What follows <c>arn:aws:states:::</c>.</param>
    /// <param name="arguments">The task's arguments, as JSON.</param>
    public async Task<ExecutionOutcome> CallAsync(string resource, string arguments, CancellationToken cancellation = default)
    {
        await AddAsync("parent", StateMachineType.Standard, $$$"""
            {"Call": {"Type": "Task", "Resource": "arn:aws:states:::{{{resource}}}", "Arguments": {{{arguments}}}, "End": true}}
            """);
        return await RunAsync("parent", cancellation: cancellation);
    }
}
