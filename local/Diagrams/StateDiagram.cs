using System.Text.Json;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Diagrams;

/// <summary>
/// State machines as a Mermaid flowchart: a node for each state, a subgraph for each machine, Map and branch, dashed edges
/// for caught errors, thick ones where a machine starts another. Retries are left out.
/// </summary>
public sealed class StateDiagram
{
    private readonly List<string> _lines = ["flowchart TD"];
    private readonly List<(string Node, string Arn)> _starts = [];
    private int _nodes;
    private int _depth;

    private StateDiagram()
    {
    }

    /// <summary>Draws machines that belong together.</summary>
    /// <param name="machines">The machines, the one that starts the others first.</param>
    /// <returns>The diagram, of lines that end with a line feed.</returns>
    public static string Of(IReadOnlyList<Machine> machines)
    {
        var diagram = new StateDiagram();
        var nodes = machines.ToDictionary(machine => machine.Arn, diagram.DrawMachine);
        foreach (var (node, arn) in diagram._starts.Where(start => nodes.ContainsKey(start.Arn)))
        {
            diagram.Add($"{node} ==> {nodes[arn]}");
        }

        return string.Concat(diagram._lines.Select(line => $"{line}\n"));
    }

    private string DrawMachine(Machine machine) => DrawSubgraph(
        NextNode(), machine.IsExpress ? $"{machine.Name} (Express)" : machine.Name, () =>
        {
            var start = NextNode();
            Add($"{start}(( ))");
            Add($"{start} --> {DrawStates(machine.Definition)}");
        });

    // Gives the node of the first state.
    private string DrawStates(JsonElement group)
    {
        var states = group.GetProperty("States").EnumerateObject().ToArray();
        var nodes = states.ToDictionary(state => state.Name, _ => NextNode());
        var first = group.GetProperty("StartAt").GetString()!;

        // The layout puts what comes first on top.
        foreach (var state in states.OrderByDescending(state => state.Name == first))
        {
            DrawState(nodes[state.Name], state.Name, state.Value);
        }

        foreach (var edge in Edge.Lines(states.SelectMany(state => Edge.Of(state.Value, nodes[state.Name], nodes))))
        {
            Add(edge);
        }

        return nodes[first];
    }

    private void DrawState(string node, string name, JsonElement state)
    {
        switch (state.GetProperty("Type").GetString())
        {
            case "Map":
                DrawSubgraph(node, $"{name} ({ModeOf(state)})", () => DrawStates(state.GetProperty("ItemProcessor")));
                break;
            case "Parallel":
                DrawSubgraph(node, $"{name} (in parallel)", () =>
                {
                    foreach (var branch in state.GetProperty("Branches").EnumerateArray())
                    {
                        DrawSubgraph(NextNode(), " ", () => DrawStates(branch));
                    }
                });
                break;
            case "Task":
                Add($"{node}[{MermaidText.Quoted(name, new TaskResource(state.GetProperty("Resource").GetString()!).Action)}]");
                NoteStart(node, state);
                break;
            case "Choice":
                Add($"{node}{{{MermaidText.Quoted(name)}}}");
                break;
            case "Wait":
                Add($"{node}[/{MermaidText.Quoted(name)}/]");
                break;
            case "Succeed" or "Fail":
                Add($"{node}([{MermaidText.Quoted(name)}])");
                break;
            default:
                Add($"{node}[{MermaidText.Quoted(name)}]");
                break;
        }
    }

    private string DrawSubgraph(string node, string title, Action draw)
    {
        Add($"subgraph {node}[{MermaidText.Quoted(title)}]");
        _depth++;
        draw();
        _depth--;
        Add("end");
        return node;
    }

    private void NoteStart(string node, JsonElement task)
    {
        if (task.TryGetProperty("Arguments", out var arguments)
            && arguments.ValueKind == JsonValueKind.Object
            && arguments.TryGetProperty("StateMachineArn", out var arn))
        {
            _starts.Add((node, arn.GetString()!));
        }
    }

    private static string ModeOf(JsonElement map) =>
        map.GetProperty("ItemProcessor").TryGetProperty("ProcessorConfig", out var config)
            && config.TryGetProperty("ExecutionType", out var type)
            ? $"Distributed Map, {type.GetString()}"
            : "Map";

    private string NextNode() => $"n{++_nodes}";

    private void Add(string line) => _lines.Add($"{new string(' ', 4 * (_depth + 1))}{line}");
}
