using BenchmarkDotNet.Attributes;
using Fanout.Local.StepFunctions;

namespace Fanout.Bench.Parts;

/// <summary>The interpreter: a state transition, with and without an expression, and a child of a Distributed Map.</summary>
[BenchmarkCategory("interpreter")]
public class InterpreterBenchmarks
{
    private const int Many = 1_000;

    private BareInterpreter? _interpreter;
    private StateMachine? _row;
    private StateMachine? _loop;
    private StateMachine? _expressChildren;
    private StateMachine? _standardChildren;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _interpreter = await BareInterpreter.StartAsync(CancellationToken.None);
        var machines = new PureMachines(isJsonPath: false);
        _row = await _interpreter.LoadAsync(machines.Row(Many));
        _loop = await _interpreter.LoadAsync(machines.Loop(Many));
        _expressChildren = await _interpreter.LoadAsync(machines.Map(Many, "EXPRESS"));
        _standardChildren = await _interpreter.LoadAsync(machines.Map(Many, "STANDARD"));
    }

    [GlobalCleanup]
    public async Task EndAsync() => await _interpreter!.DisposeAsync();

    [Benchmark(Description = "state transition", Baseline = true, OperationsPerInvoke = Many)]
    public Task Transition() => RunAsync(_row!);

    [Benchmark(Description = "state transition with an expression", OperationsPerInvoke = Many)]
    public Task TransitionWithExpression() => RunAsync(_loop!);

    [Benchmark(Description = "Express child of a Distributed Map", OperationsPerInvoke = Many)]
    public Task ExpressChild() => RunAsync(_expressChildren!);

    [Benchmark(Description = "Standard child of a Distributed Map", OperationsPerInvoke = Many)]
    public Task StandardChild() => RunAsync(_standardChildren!);

    private Task<ExecutionOutcome> RunAsync(StateMachine machine) => _interpreter!.RunAsync(machine, CancellationToken.None);
}
