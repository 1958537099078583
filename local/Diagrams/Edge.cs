using System.Text.Json;

namespace Fanout.Local.Diagrams;

/// <summary>One way from a state to the next.</summary>
/// <param name="From">The node where it begins.</param>
/// <param name="To">The node where it ends.</param>
/// <param name="Label">When it is taken; null for always.</param>
/// <param name="IsError">Whether an error is caught.</param>
internal sealed record Edge(string From, string To, string? Label = null, bool IsError = false)
{
    /// <summary>The ways that lead on from a state.</summary>
    /// <param name="state">The state, as the definition has it.</param>
    /// <param name="node">Its node.</param>
    /// <param name="nodes">The nodes of it and those beside it, by the states' names.</param>
    public static IEnumerable<Edge> Of(JsonElement state, string node, IReadOnlyDictionary<string, string> nodes)
    {
        foreach (var choice in Items(state, "Choices"))
        {
            yield return new Edge(node, Next(choice), EdgeLabel.OfCondition(choice));
        }

        if (state.TryGetProperty("Default", out var otherwise))
        {
            yield return new Edge(node, nodes[otherwise.GetString()!], EdgeLabel.Otherwise);
        }

        if (state.TryGetProperty("Next", out _))
        {
            yield return new Edge(node, Next(state));
        }

        foreach (var catcher in Items(state, "Catch"))
        {
            yield return new Edge(node, Next(catcher), EdgeLabel.OfErrors(catcher), IsError: true);
        }

        string Next(JsonElement source) => nodes[source.GetProperty("Next").GetString()!];
    }

    /// <summary>Edges, those of the same two nodes as one, each with its labels.</summary>
    public static IEnumerable<(Edge Edge, string[] Labels)> Merged(IEnumerable<Edge> edges) => edges
        .GroupBy(edge => edge with { Label = null })
        .Select(same => (same.Key, same.Select(edge => edge.Label).OfType<string>().ToArray()));

    /// <summary>Edges in Mermaid, those of the same two nodes as one; an error's is dashed.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Edge> edges) => Merged(edges).Select(merged => Line(merged.Edge, merged.Labels));

    private static JsonElement.ArrayEnumerator Items(JsonElement state, string field) =>
        state.TryGetProperty(field, out var items) ? items.EnumerateArray() : default;

    private static string Line(Edge edge, string[] labels)
    {
        var arrow = edge.IsError ? "-.->" : "-->";
        return labels.Length == 0
            ? $"{edge.From} {arrow} {edge.To}"
            : $"{edge.From} {arrow}|{MermaidText.Quoted(labels)}| {edge.To}";
    }
}
