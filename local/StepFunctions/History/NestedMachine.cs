using Fanout.Local.StepFunctions.DistributedMaps;

namespace Fanout.Local.StepFunctions.History;

/// <summary>The Express executions of one state machine that an execution started, of which only numbers are kept.</summary>
/// <param name="machine">The state machine.</param>
public sealed class NestedMachine(StateMachine machine)
{
    /// <summary>The state machine.</summary>
    public StateMachine Machine => machine;

    /// <summary>The executions by their state.</summary>
    public MapRunCounts Executions { get; } = new();

    /// <summary>What they did, and how long they took.</summary>
    public ChildRecords Children { get; } = new();

    /// <summary>Their states.</summary>
    public StateTally Tally { get; } = new();
}
