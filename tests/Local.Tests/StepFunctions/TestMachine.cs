using System.Text.Json;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.StepFunctions;

/// <summary>Runs a definition on a loop of its own, whose clock starts at <see cref="Start"/>.</summary>
internal sealed class TestMachine
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public FakeFunctions Functions { get; } = new();

    public StateMachineType Type { get; init; }

    public HistoryMode Mode { get; init; }

    public bool RealTime { get; init; }

    public Func<double> Random { get; init; } = () => 0.5;

    /// <summary>A definition of the given states, of which the first is the start.</summary>
    public static string Definition(string states) =>
        $$"""
        {"QueryLanguage": "JSONata", "StartAt": {{JsonSerializer.Serialize(JsonElement.Parse(states).EnumerateObject().First().Name)}}, "States": {{states}}}
        """;

    public async Task<ExecutionOutcome> RunAsync(string definition, string input = "{}", CancellationToken cancellation = default)
    {
        using var loop = new EventLoop(Start, RealTime);
        var interpreter = new Interpreter(await SharedEngine.GetAsync(), loop, Random);
        return await interpreter.RunAsync(await LoadAsync(definition), JsonElement.Parse(input), "run-1", cancellation, Mode);
    }

    public Task<ExecutionOutcome> RunStatesAsync(string states, string input = "{}") => RunAsync(Definition(states), input);

    public async Task<StateMachine> LoadAsync(string definition) => new(
        await Fanout.Local.StepFunctions.Definitions.Definition.LoadAsync(definition, Functions, await SharedEngine.GetAsync()),
        "machine", "arn:aws:states:us-east-1:123456789012:stateMachine:machine", "arn:aws:iam::123456789012:role/role", Type);
}
