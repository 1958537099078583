using System.Text.Json;
using Fanout.Local.Cloud;
using Fanout.Local.Integrations.Catalog;
using Fanout.Local.Services.States;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Time;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.StepFunctions;

/// <summary>State machines that start each other in an account of their own, on a clock that begins at <see cref="TestMachine.Start"/>.</summary>
internal sealed class TestMachines : IAsyncDisposable
{
    public const string Role = "arn:aws:iam::123456789012:role/machine";

    private readonly EventLoop _loop = new(TestMachine.Start);
    private readonly MachineHost _host;

    private TestMachines(LocalCloud cloud, Fanout.Local.Jsonata.Engine engine)
    {
        Cloud = cloud;
        _host = new MachineHost(_ => Task.FromResult(cloud), new IntegrationCatalog(_ => Task.FromResult(cloud)), engine, _loop);
        _host.Open(cloud);
    }

    public LocalCloud Cloud { get; }

    /// <summary>An account whose role may do everything.</summary>
    /// <param name="emulator">The emulator behind it.</param>
    public static async Task<TestMachines> StartAsync(Uri emulator)
    {
        var cloud = await TestCloud.StartAsync(emulator);
        cloud.Iam.AddRole(Role, Documents.Trust("states.amazonaws.com"));
        cloud.Iam.AllowAll(Role);
        return new TestMachines(cloud, await SharedEngine.GetAsync());
    }

    public static string Arn(string name) => $"arn:aws:states:us-east-1:123456789012:stateMachine:{name}";

    /// <summary>Deploys a machine of the given states, of which the first is the start.</summary>
    public void Add(string name, StateMachineType type, string states, string role = Role) =>
        Cloud.StateMachines.Deploy(new StateMachineDeployment(Arn(name), name, type, role, TestMachine.Definition(states)));

    /// <summary>Runs a machine that was added.</summary>
    public async Task<ExecutionOutcome> RunAsync(string name, string input = "{}", CancellationToken cancellation = default) =>
        await _host.Interpreter.RunAsync(
            (await _host.Machines.FindAsync(Arn(name), cancellation))!, JsonElement.Parse(input), "run-1", cancellation);

    /// <summary>Runs a machine whose only task starts an execution of another.</summary>
    /// <param name="resource">What follows <c>arn:aws:states:::</c>.</param>
    /// <param name="arguments">The task's arguments, as JSON.</param>
    /// <param name="role">The role of the machine.</param>
    public Task<ExecutionOutcome> CallAsync(string resource, string arguments, string role = Role)
    {
        Add("parent", StateMachineType.Standard, $$$"""
            {"Call": {"Type": "Task", "Resource": "arn:aws:states:::{{{resource}}}", "Arguments": {{{arguments}}}, "End": true}}
            """, role);
        return RunAsync("parent");
    }

    /// <summary>How an execution ended, of those that were started.</summary>
    public Task<ExecutionOutcome?> EndOfAsync(string executionArn) =>
        _loop.InvokeAsync(() => Task.FromResult(_host.Interpreter.Executions.Find(executionArn)!.End));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _loop.Dispose();
        await Cloud.DisposeAsync();
    }
}
