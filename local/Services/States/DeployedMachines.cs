using System.Runtime.CompilerServices;
using Fanout.Local.Aws;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.States;

/// <summary>The deployed state machines, ready to run; a definition is loaded once.</summary>
/// <param name="store">Gives what is deployed.</param>
/// <param name="catalog">What their tasks can call.</param>
/// <param name="engine">Checks their expressions.</param>
/// <param name="log">Writes what their executions log.</param>
/// <param name="count">Told of the executions that start and end.</param>
/// <param name="ended">Told of what they did.</param>
internal sealed class DeployedMachines(
    Func<CancellationToken, Task<StateMachineStore>> store,
    IIntegrationCatalog catalog,
    Engine engine,
    LogWriter log,
    CountMetric count,
    Action<StateMachine, ExecutionOutcome> ended)
{
    private readonly ConditionalWeakTable<StateMachineDeployment, Lazy<Task<StateMachine>>> _loaded = [];
    private readonly ConditionalWeakTable<StateMachine, StateMachineDeployment> _sources = [];

    /// <summary>Finds a deployed state machine by its ARN, or gives null.</summary>
    public async Task<StateMachine?> FindAsync(string arn, CancellationToken cancellation) =>
        (await store(cancellation)).Find(arn) is { } deployed ? await LoadedAsync(deployed) : null;

    /// <summary>What a state machine was loaded from.</summary>
    public StateMachineDeployment SourceOf(StateMachine machine) =>
        _sources.TryGetValue(machine, out var source) ? source : throw new ArgumentException($"{machine.Arn} was not loaded here.", nameof(machine));

    /// <summary>Reads a definition as it is read before a machine of it runs.</summary>
    /// <exception cref="Infra.StatesLanguage.DefinitionException">It cannot be run here.</exception>
    public Task<Definition> LoadAsync(string definition, StateMachineType type) =>
        Definition.LoadAsync(definition, catalog, engine, type);

    private Task<StateMachine> LoadedAsync(StateMachineDeployment deployed) =>
        _loaded.GetValue(deployed, machine => new Lazy<Task<StateMachine>>(() => LoadAsync(machine))).Value;

    private async Task<StateMachine> LoadAsync(StateMachineDeployment deployed)
    {
        var logged = ExecutionLog.Of(deployed, log);
        var machine = new StateMachine(
            await LoadAsync(deployed.Definition, deployed.Type), deployed.Name, deployed.Arn, deployed.RoleArn, deployed.Type)
        {
            VersionArn = deployed.VersionArn,
            Ended = ended,
            Observer = (execution, item) =>
            {
                ExecutionMetrics.Count(execution, item, count);
                logged?.Invoke(execution, item);
            },
        };
        _sources.Add(machine, deployed);
        return machine;
    }
}
