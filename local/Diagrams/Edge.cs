namespace Fanout.Local.Diagrams;

/// <summary>One way from a state to the next.</summary>
/// <param name="From">The node where it begins.</param>
/// <param name="To">The node where it ends.</param>
/// <param name="Label">When it is taken; null for always.</param>
/// <param name="IsError">Whether an error is caught.</param>
internal sealed record Edge(string From, string To, string? Label = null, bool IsError = false)
{
    /// <summary>Edges in Mermaid, those of the same two nodes as one; an error's is dashed.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Edge> edges) => edges
        .GroupBy(edge => edge with { Label = null })
        .Select(same => Line(same.Key, [.. same.Select(edge => edge.Label).OfType<string>()]));

    private static string Line(Edge edge, string[] labels)
    {
        var arrow = edge.IsError ? "-.->" : "-->";
        return labels.Length == 0
            ? $"{edge.From} {arrow} {edge.To}"
            : $"{edge.From} {arrow}|{MermaidText.Quoted(labels)}| {edge.To}";
    }
}
