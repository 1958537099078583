using BenchmarkDotNet.Attributes;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Stacks;

namespace Fanout.Bench.Parts;

/// <summary>The stack <c>dev</c>: the Pulumi program from its settings to its resources, and its state machines, checked and loaded.</summary>
[BenchmarkCategory("stack")]
public class StackBenchmarks
{
    private readonly List<(string Definition, StateMachineType Type)> _machines = [];
    private StackConfig? _config;
    private BareInterpreter? _interpreter;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);
        _interpreter = await BareInterpreter.StartAsync(CancellationToken.None);
        var stack = await ProgramAsync();
        _machines.AddRange(
            from resource in stack.Resources
            where resource.Type == "aws:sfn/stateMachine:StateMachine"
            let type = (string?)resource.Inputs["type"] == "EXPRESS" ? StateMachineType.Express : StateMachineType.Standard
            select ((string)resource.Inputs["definition"]!, type));
    }

    [GlobalCleanup]
    public async Task EndAsync() => await _interpreter!.DisposeAsync();

    [Benchmark(Description = "program of the stack", Baseline = true)]
    public Task<DeployedStack> ProgramAsync() => StackProgram.RunAsync(_config!, Task.FromResult, CancellationToken.None);

    [Benchmark(Description = "loading of all its definitions")]
    public async Task DefinitionsAsync()
    {
        foreach (var (definition, type) in _machines)
        {
            await _interpreter!.LoadAsync(definition, type);
        }
    }
}
