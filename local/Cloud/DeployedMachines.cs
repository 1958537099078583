using System.Collections.Concurrent;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Cloud;

/// <summary>The deployed state machines, ready to run; a definition is loaded once.</summary>
/// <param name="cloud">Gives the cloud that they are deployed in.</param>
/// <param name="catalog">What their tasks can call.</param>
/// <param name="engine">Checks their expressions.</param>
internal sealed class DeployedMachines(
    Func<CancellationToken, Task<LocalCloud>> cloud, IIntegrationCatalog catalog, Engine engine) : IStateMachines
{
    private readonly ConcurrentDictionary<StateMachineDeployment, Lazy<Task<StateMachine>>> _loaded = new(ReferenceEqualityComparer.Instance);

    /// <inheritdoc />
    public async Task<StateMachine?> FindAsync(string arn, CancellationToken cancellation) =>
        (await cloud(cancellation)).FindStateMachine(arn) is { } deployed
            ? await _loaded.GetOrAdd(deployed, machine => new Lazy<Task<StateMachine>>(() => LoadAsync(machine))).Value
            : null;

    private async Task<StateMachine> LoadAsync(StateMachineDeployment deployed) => new(
        await Definition.LoadAsync(deployed.Definition, catalog, engine, deployed.Type),
        deployed.Name,
        deployed.Arn,
        deployed.RoleArn,
        deployed.Type);
}
