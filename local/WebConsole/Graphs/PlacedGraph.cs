namespace Fanout.Local.WebConsole.Graphs;

/// <summary>A graph of states with its coordinates, in pixels.</summary>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Boxes">The states and branches, those that hold others before them.</param>
/// <param name="Lines">The ways between them.</param>
internal sealed record PlacedGraph(double Width, double Height, IReadOnlyList<PlacedBox> Boxes, IReadOnlyList<PlacedLine> Lines);

/// <summary>A state, a branch, or where a machine starts.</summary>
/// <param name="State">The state; null for a branch and a start.</param>
/// <param name="Kind">What is drawn.</param>
/// <param name="Title">Its name in lines.</param>
internal sealed record PlacedBox(StateNode? State, BoxKind Kind, IReadOnlyList<string> Title)
{
    /// <summary>Where it is.</summary>
    public Box Place { get; init; }
}

/// <summary>What a box is.</summary>
internal enum BoxKind
{
    /// <summary>Where the machine starts.</summary>
    Start,

    /// <summary>A state that holds no others.</summary>
    State,

    /// <summary>A state that holds others.</summary>
    Container,

    /// <summary>A branch of a Parallel state.</summary>
    Branch,
}

/// <summary>A way from one state to the next.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="Points">Where it goes through.</param>
/// <param name="Labels">Its labels as they are, in full.</param>
/// <param name="Shown">Its labels as they fit, in lines.</param>
/// <param name="LabelPlace">Where they stand.</param>
internal sealed record PlacedLine(
    Diagrams.Edge Edge, IReadOnlyList<(double X, double Y)> Points, string[] Labels, IReadOnlyList<string> Shown, Box LabelPlace);

/// <summary>A rectangle.</summary>
internal readonly record struct Box(double X, double Y, double Width, double Height);
