namespace Fanout.Local.WebConsole.Graphs;

/// <summary>A state of a definition, with those that it holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Detail">What it calls, or how it maps; its type where there is nothing else to say.</param>
/// <param name="Groups">The states of its Map, or of each branch.</param>
internal sealed record StateNode(string Name, string Type, string Detail, IReadOnlyList<StateGroup> Groups)
{
    /// <summary>Whether its states run in executions of their own.</summary>
    public bool IsDistributed { get; init; }

    /// <summary>The state and all within it, in the order of the definition, each with its depth.</summary>
    public IEnumerable<(StateNode State, int Depth)> All(int depth = 0) =>
        Groups.SelectMany(group => group.States).SelectMany(state => state.All(depth + 1)).Prepend((this, depth));
}

/// <summary>States of which one is the first: a machine's, a Map's, or those of a branch.</summary>
/// <param name="StartAt">The name of the first.</param>
/// <param name="States">The states, the first one first.</param>
/// <param name="Edges">The ways between them, by their names.</param>
internal sealed record StateGroup(string StartAt, IReadOnlyList<StateNode> States, IReadOnlyList<Diagrams.Edge> Edges);
