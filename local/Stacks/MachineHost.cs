using Fanout.Local.Cloud;
using Fanout.Local.Jsonata;
using Fanout.Local.Services.States;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Local.Stacks;

/// <summary>Step Functions in a local cloud: its state machines, what runs their executions, and the API at the door.</summary>
internal sealed class MachineHost : IAsyncDisposable
{
    private LocalCloud? _cloud;
    private StatesService? _api;

    /// <param name="cloud">Gives the cloud, which may not have been started before.</param>
    /// <param name="catalog">What tasks can call.</param>
    /// <param name="engine">Evaluates expressions.</param>
    /// <param name="loop">Runs the executions.</param>
    public MachineHost(Func<CancellationToken, Task<LocalCloud>> cloud, IIntegrationCatalog catalog, Engine engine, EventLoop loop)
    {
        Machines = new DeployedMachines(
            async cancellation => (await cloud(cancellation)).StateMachines,
            catalog,
            engine,
            (group, stream, line, time) => _cloud?.Logs.Deliver(group, stream, line, time),
            (service, metric, dimension, resource, value) => _cloud?.Metrics.Count(service, metric, dimension, resource, value),
            (machine, outcome) =>
            {
                if (_cloud is { } started)
                {
                    ExecutionUsage.Count(machine, outcome, loop.IsRealTime, started.Usage);
                }
            });
        Interpreter = new Interpreter(engine, loop);
    }

    /// <summary>The state machines, ready to run.</summary>
    public DeployedMachines Machines { get; }

    /// <summary>Runs the executions.</summary>
    public Interpreter Interpreter { get; }

    /// <summary>Opens the API at the door of a cloud that has started, and logs there from now on.</summary>
    public void Open(LocalCloud cloud)
    {
        _cloud = cloud;
        _api = new StatesService(cloud.Account, cloud.StateMachines, cloud.Iam, cloud.Logs.Exists, Machines, Interpreter);
        cloud.Gateway.Add(_api);
    }

    /// <summary>Aborts what runs, and waits for its end.</summary>
    public ValueTask DisposeAsync() => _api?.DisposeAsync() ?? ValueTask.CompletedTask;
}
