using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local.Cloud;
using Fanout.Local.Integrations.Catalog;
using Fanout.Local.Jsonata;
using Fanout.Local.Services.States;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Time;
using Fanout.Stacks;

namespace Fanout.Local.Stacks;

/// <summary>A stack that is deployed into a local cloud, and the interpreter that runs its state machines.</summary>
public sealed class LocalDeployment : IAsyncDisposable
{
    private readonly Engine _engine;
    private readonly EventLoop _loop;
    private readonly MachineHost _host;

    private LocalDeployment(
        LocalCloud cloud, Engine engine, EventLoop loop, DeployedStack stack, EnvironmentSettings settings)
    {
        _engine = engine;
        _loop = loop;
        _host = new MachineHost(_ => Task.FromResult(cloud), new IntegrationCatalog(_ => Task.FromResult(cloud)), engine, loop);
        _host.Open(cloud);
        Cloud = cloud;
        Stack = stack;
        Settings = settings;
        Scheduler = new Scheduler(cloud, ExecuteAsync);
    }

    /// <summary>The cloud.</summary>
    public LocalCloud Cloud { get; }

    /// <summary>What was deployed.</summary>
    public DeployedStack Stack { get; }

    /// <summary>The stack's settings.</summary>
    public EnvironmentSettings Settings { get; }

    /// <summary>Fires the stack's schedules.</summary>
    public Scheduler Scheduler { get; }

    /// <summary>Runs the executions.</summary>
    internal Interpreter Interpreter => _host.Interpreter;

    /// <summary>The state machines as they are run.</summary>
    internal DeployedMachines Machines => _host.Machines;

    /// <summary>The engines in Node.</summary>
    internal Engine Engine => _engine;

    /// <summary>Starts the cloud and the JSONata engine, and deploys the stack.</summary>
    /// <param name="config">The stack's configuration.</param>
    /// <param name="options">How the cloud is started.</param>
    /// <param name="realTime">Whether waits take their time.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <param name="isEmpty">Whether nothing is deployed.</param>
    /// <param name="amend">Changes each resource before it is made; by default none is changed.</param>
    /// <exception cref="SettingsException">The settings are wrong; nothing was created.</exception>
    /// <exception cref="LocalException">A part could not be started, or a resource could not be made.</exception>
    /// <exception cref="EngineException">Node or npm is missing or failed.</exception>
    public static async Task<LocalDeployment> StartAsync(
        StackConfig config, LocalCloudOptions options, bool realTime, CancellationToken cancellation, bool isEmpty = false,
        Func<CloudResource, CloudResource>? amend = null)
    {
        var settings = EnvironmentSettings.Read(config.Project, config.Stack, config.OfProject());
        var engineStart = Engine.StartAsync(options.Notices, cancellation);
        var loop = new EventLoop(realTime: realTime);
        LocalCloud? cloud = null;
        try
        {
            cloud = await LocalCloud.StartAsync(options with { Clock = loop.Clock }, cancellation);
            var stack = isEmpty ? DeployedStack.None : await NeededParts.DoAsync(
                cloud.Lost, token => StackProgram.RunAsync(config, new Provisioner(cloud, token, amend).CreateAsync, token), cancellation);
            return new LocalDeployment(cloud, await engineStart, loop, stack, settings);
        }
        catch
        {
            loop.Dispose();
            await (cloud?.DisposeAsync() ?? ValueTask.CompletedTask);
            await DisposeStartedAsync(engineStart);
            throw;
        }
    }

    /// <summary>Runs one execution of a deployed state machine to its end.</summary>
    /// <param name="machineArn">The state machine's ARN.</param>
    /// <param name="input">The execution's input.</param>
    /// <param name="name">The execution's name.</param>
    /// <param name="cancellation">Aborts the execution.</param>
    /// <exception cref="LocalException">No such state machine is deployed.</exception>
    /// <exception cref="Infra.StatesLanguage.DefinitionException">The definition cannot be run here.</exception>
    public async Task<ExecutionOutcome> ExecuteAsync(
        string machineArn, JsonElement input, string name, CancellationToken cancellation)
    {
        var deployed = Cloud.StateMachines.Get(machineArn);
        var machine = await Machines.FindAsync(deployed.Arn, cancellation);
        return await Interpreter.RunAsync(machine!, input, name, cancellation);
    }

    /// <summary>How an execution of a Standard state machine ended that a request started, with what the API does not tell.</summary>
    /// <param name="executionArn">The execution.</param>
    internal async Task<ExecutionOutcome> OutcomeOfAsync(string executionArn) =>
        await (await _loop.InvokeAsync(() => Task.FromResult(Interpreter.Executions.Find(executionArn)!.Ended)));

    /// <summary>Does work with the deployment, and ends it where a process that it needs ends in the middle.</summary>
    /// <exception cref="LocalException">One did; the message names it.</exception>
    internal Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        NeededParts.DoAsync(Task.WhenAny(_engine.Lost, Cloud.Lost).Unwrap(), work, cancellation);

    /// <summary>Ends everything that was started.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _loop.Dispose();
        await _engine.DisposeAsync();
        await Cloud.DisposeAsync();
    }

    private static async Task DisposeStartedAsync(Task<Engine> start)
    {
        try
        {
            await (await start).DisposeAsync();
        }
        catch (Exception problem) when (problem is EngineException or OperationCanceledException)
        {
            // What kept the deployment from starting is reported; the engine's own problem comes on top of it.
        }
    }
}
