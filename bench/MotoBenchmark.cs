using System.CommandLine;
using System.Diagnostics;
using Fanout.Samples.Cli;
using Spectre.Console;

namespace Fanout.Bench;

/// <summary>
/// The interpreter beside the Step Functions engine of moto: the same states over the same items, there in JSONPath. Of each
/// execution the engine's own time is taken, from its start to its end, without the requests around it.
/// </summary>
internal static class MotoBenchmark
{
    private const int MostTransitions = 12_000;
    private const int MostChildren = 10_000;
    private const int Runs = 5;

    public static Command Command()
    {
        var transitions = NumberOption.Create("--transitions", "How many states an execution enters", 2, MostTransitions);
        transitions.DefaultValueFactory = _ => 300;
        var children = NumberOption.Create("--children", "How many children the Distributed Map has", 1, MostChildren);
        children.DefaultValueFactory = _ => 100;
        var command = new Command("moto", "The interpreter beside the Step Functions engine of moto") { transitions, children };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetValue(transitions), arguments.GetValue(children), cancellation));
        return command;
    }

    private static async Task RunAsync(int transitions, int children, CancellationToken cancellation)
    {
        await using var interpreter = await BareInterpreter.StartAsync(cancellation);
        await using var moto = await MotoEngine.StartAsync(cancellation);
        var (jsonata, jsonPath) = (new PureMachines(isJsonPath: false), new PureMachines(isJsonPath: true));

        // The first execution makes an engine ready.
        await moto.RunAsync(jsonPath.Loop(transitions: 2), cancellation);
        var table = new Table().Border(TableBorder.Simple).AddColumns("What", "How many", "The interpreter", "moto", "Times");
        foreach (var (what, count, machine) in new (string, int, Func<PureMachines, string>)[]
        {
            ("Pass states in a row", transitions, machines => machines.Row(transitions)),
            ("Pass and Choice in a loop", transitions, machines => machines.Loop(transitions)),
            ("Standard children of a Distributed Map", children, machines => machines.Map(children, "STANDARD")),
        })
        {
            var ours = await MedianAsync(interpreter, machine(jsonata), cancellation);
            var theirs = await moto.RunAsync(machine(jsonPath), cancellation);
            table.AddRow(what, $"{count:N0}", $"{ours.TotalMilliseconds:N1} ms", $"{theirs.TotalMilliseconds:N0} ms", $"{theirs / ours:N0}");
        }

        AnsiConsole.Write(table);
    }

    private static async Task<TimeSpan> MedianAsync(BareInterpreter interpreter, string definition, CancellationToken cancellation)
    {
        var machine = await interpreter.LoadAsync(definition);
        var times = new List<TimeSpan>();
        for (var run = 0; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            await interpreter.RunAsync(machine, cancellation);
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return times.Median();
    }
}
