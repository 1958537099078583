using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>What all states of one execution share.</summary>
internal sealed class Execution
{
    public required StateMachine Machine { get; init; }

    public required string Arn { get; init; }

    public required string Name { get; init; }

    public required JsonElement Input { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required EventLoop Loop { get; init; }

    public required Engine Engine { get; init; }

    public required Interpreter Interpreter { get; init; }

    public required Func<double> Random { get; init; }

    public required ExecutionHistory History { get; init; }

    public required ExecutionCounts Counts { get; init; }

    /// <summary>Set where the execution is to be aborted.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>What it is known as; null for an Express child of a Map Run.</summary>
    public StartedExecution? Started { get; init; }

    /// <summary>The nearest execution that is no child of a Map Run, this one or one that started it.</summary>
    public StartedExecution? Owner => Started is { MapRun: null } ? Started : Parent?.Owner;

    /// <summary>What became of the states; children of Map Runs share that of the execution that started them.</summary>
    public required StateTally Tally { get; init; }

    /// <summary>The execution that started this one; null for the outermost.</summary>
    public Execution? Parent { get; init; }

    /// <summary>The outermost execution.</summary>
    public Execution Root => Parent?.Root ?? this;

    /// <summary>Executions that were started in the outermost one's course and that no task waits for.</summary>
    public List<Task> Background { get; } = [];
}
