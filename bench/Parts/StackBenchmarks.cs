using BenchmarkDotNet.Attributes;
using Fanout.Local.Integrations.Catalog;
using Fanout.Local.Jsonata;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Stacks;

namespace Fanout.Bench.Parts;

/// <summary>The stack <c>dev</c>: the Pulumi program from its settings to its resources, and its state machines, checked and loaded.</summary>
public class StackBenchmarks
{
    private readonly IntegrationCatalog _catalog = new(_ => throw new NotSupportedException());
    private readonly List<(string Definition, StateMachineType Type)> _machines = [];
    private StackConfig? _config;
    private Engine? _engine;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);
        _engine = await Engine.StartAsync(Console.Error, CancellationToken.None);
        var stack = await ProgramAsync();
        _machines.AddRange(
            from resource in stack.Resources
            where resource.Type == "aws:sfn/stateMachine:StateMachine"
            let type = (string?)resource.Inputs["type"] == "EXPRESS" ? StateMachineType.Express : StateMachineType.Standard
            select ((string)resource.Inputs["definition"]!, type));
    }

    [GlobalCleanup]
    public async Task EndAsync() => await _engine!.DisposeAsync();

    [Benchmark(Description = "program of the stack", Baseline = true)]
    public Task<DeployedStack> ProgramAsync() => StackProgram.RunAsync(_config!, Task.FromResult, CancellationToken.None);

    [Benchmark(Description = "loading of all its definitions")]
    public async Task DefinitionsAsync()
    {
        foreach (var (definition, type) in _machines)
        {
            await Definition.LoadAsync(definition, _catalog, _engine!, type);
        }
    }
}
