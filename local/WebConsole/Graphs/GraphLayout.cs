using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Diagrams;
using Fanout.Local.Jsonata;

namespace Fanout.Local.WebConsole.Graphs;

/// <summary>Places the states of a definition by ELK, whose layered layout holds boxes within boxes ("ELK Layered").</summary>
internal sealed class GraphLayout
{
    /// <summary>The size of a state's name, in pixels.</summary>
    public const double TitleSize = 13;

    /// <summary>The size of what stands below it, and of labels.</summary>
    public const double DetailSize = 11;

    /// <summary>The distance of two lines of a name.</summary>
    public const double TitleLine = 16;

    /// <summary>The distance of two lines of a label.</summary>
    public const double LabelLine = 13;

    /// <summary>What a name begins after: the sign of its outcome.</summary>
    public const double Indent = 30;

    private const int LongestTitle = 26;
    private const int LongestLabel = 30;
    private const int MostLabels = 3;
    private const double StartSize = 14;

    private readonly Dictionary<string, PlacedBox> _boxes = [];
    private readonly Dictionary<string, PlacedLine> _lines = [];

    private GraphLayout()
    {
    }

    /// <summary>Places the states of a machine.</summary>
    /// <exception cref="EngineException">The engine stopped.</exception>
    public static async Task<PlacedGraph> OfAsync(StateGroup machine, Engine engine)
    {
        var layout = new GraphLayout();
        var root = layout.Group(machine, hasStart: true);
        root["id"] = "root";
        return layout.Placed(await engine.LayOutAsync(root));
    }

    private JsonObject Group(StateGroup group, bool hasStart)
    {
        var ids = new Dictionary<string, string>();
        var nodes = new JsonArray();
        if (hasStart)
        {
            ids[""] = Add(nodes, new PlacedBox(null, BoxKind.Start, []), StartSize, StartSize);
        }

        foreach (var state in group.States)
        {
            ids[state.Name] = state.Groups.Count == 0 ? AddState(nodes, state) : AddContainer(nodes, state);
        }

        var edges = new JsonArray();
        foreach (var (edge, labels) in Edge.Merged(hasStart ? group.Edges.Prepend(new Edge("", group.StartAt)) : group.Edges))
        {
            edges.Add(Line(edge, labels, ids));
        }

        return new JsonObject { ["layoutOptions"] = Options("[top=12,left=12,bottom=12,right=12]"), ["children"] = nodes, ["edges"] = edges };
    }

    private string AddState(JsonArray nodes, StateNode state)
    {
        var title = TextSize.Wrap(state.Name, LongestTitle, most: 2);
        var width = Math.Max(
            title.Max(line => TextSize.Width(line, TitleSize)), TextSize.Width(state.Detail, DetailSize));
        return Add(nodes, new PlacedBox(state, BoxKind.State, title), Math.Max(128, Indent + width + 16), 32 + (title.Count * TitleLine));
    }

    private string AddContainer(JsonArray nodes, StateNode state)
    {
        var title = TextSize.Wrap(state.Name, 2 * LongestTitle, most: 1);
        var least = Indent + Math.Max(TextSize.Width(title[0], TitleSize), TextSize.Width(state.Detail, DetailSize)) + 24;
        JsonObject inner;
        if (state.Groups.Count == 1)
        {
            inner = Group(state.Groups[0], hasStart: false);
        }
        else
        {
            var branches = new JsonArray();
            foreach (var branch in state.Groups)
            {
                var box = Group(branch, hasStart: false);
                Add(branches, new PlacedBox(null, BoxKind.Branch, []), box);
            }

            inner = new JsonObject { ["children"] = branches };
        }

        inner["layoutOptions"] = Options("[top=48,left=14,bottom=14,right=14]");
        inner["layoutOptions"]!["elk.nodeSize.constraints"] = "MINIMUM_SIZE";
        inner["layoutOptions"]!["elk.nodeSize.minimum"] = FormattableString.Invariant($"({least:0},60)");
        return Add(nodes, new PlacedBox(state, BoxKind.Container, title), inner);
    }

    private string Add(JsonArray nodes, PlacedBox box, double width, double height) =>
        Add(nodes, box, new JsonObject { ["width"] = Math.Ceiling(width), ["height"] = height });

    private string Add(JsonArray nodes, PlacedBox box, JsonObject node)
    {
        var id = $"n{_boxes.Count}";
        _boxes[id] = box;
        node["id"] = id;
        nodes.Add(node);
        return id;
    }

    private JsonObject Line(Edge edge, string[] labels, Dictionary<string, string> ids)
    {
        string[] shown = [.. labels.Take(MostLabels).Select(label => TextSize.Wrap(label, LongestLabel, most: 1)[0])];
        shown = labels.Length > MostLabels ? [.. shown[..^1], $"… {labels.Length - MostLabels + 1} more"] : shown;
        var id = $"e{_lines.Count}";
        _lines[id] = new PlacedLine(edge, [], labels, shown, default);
        var line = new JsonObject
        {
            ["id"] = id,
            ["sources"] = new JsonArray(ids[edge.From]),
            ["targets"] = new JsonArray(ids[edge.To]),
        };
        if (!edge.IsError)
        {
            // Where it goes well is a straight way down.
            line["layoutOptions"] = new JsonObject { ["elk.layered.priority.straightness"] = "10", ["elk.layered.priority.shortness"] = "5" };
        }

        if (shown.Length > 0)
        {
            line["labels"] = new JsonArray(new JsonObject
            {
                ["id"] = $"{id}l",
                ["text"] = "label",
                ["width"] = Math.Ceiling(shown.Max(text => TextSize.Width(text, DetailSize)) + 8),
                ["height"] = shown.Length * LabelLine,
            });
        }

        return line;
    }

    private static JsonObject Options(string padding) => new()
    {
        ["elk.algorithm"] = "layered",
        ["elk.direction"] = "DOWN",
        ["elk.edgeRouting"] = "ORTHOGONAL",
        ["elk.padding"] = padding,
        ["elk.json.shapeCoords"] = "ROOT",
        ["elk.json.edgeCoords"] = "ROOT",
        ["elk.spacing.nodeNode"] = "28",
        ["elk.spacing.edgeNode"] = "18",
        ["elk.spacing.edgeEdge"] = "12",
        ["elk.spacing.edgeLabel"] = "3",
        ["elk.layered.spacing.nodeNodeBetweenLayers"] = "30",
        ["elk.layered.spacing.edgeNodeBetweenLayers"] = "14",
        ["elk.layered.cycleBreaking.strategy"] = "DEPTH_FIRST",
        ["elk.layered.considerModelOrder.strategy"] = "PREFER_NODES",
        ["elk.layered.nodePlacement.strategy"] = "LINEAR_SEGMENTS",
        ["elk.layered.mergeEdges"] = "true",
    };

    private PlacedGraph Placed(JsonElement root)
    {
        var boxes = new List<PlacedBox>();
        var lines = new List<PlacedLine>();
        Collect(root, boxes, lines);
        var place = PlaceOf(root);
        return new PlacedGraph(place.Width, place.Height, boxes, lines);
    }

    private void Collect(JsonElement group, List<PlacedBox> boxes, List<PlacedLine> lines)
    {
        foreach (var node in Items(group, "children"))
        {
            boxes.Add(_boxes[node.GetProperty("id").GetString()!] with { Place = PlaceOf(node) });
            Collect(node, boxes, lines);
        }

        foreach (var edge in Items(group, "edges"))
        {
            lines.Add(_lines[edge.GetProperty("id").GetString()!] with
            {
                Points = [.. Items(edge, "sections").SelectMany(PointsOf)],
                LabelPlace = Items(edge, "labels").Select(PlaceOf).FirstOrDefault(),
            });
        }
    }

    private static IEnumerable<(double X, double Y)> PointsOf(JsonElement section) =>
        Items(section, "bendPoints").Prepend(section.GetProperty("startPoint")).Append(section.GetProperty("endPoint"))
            .Select(point => (point.GetProperty("x").GetDouble(), point.GetProperty("y").GetDouble()));

    private static Box PlaceOf(JsonElement shape) =>
        new(Number(shape, "x"), Number(shape, "y"), Number(shape, "width"), Number(shape, "height"));

    private static double Number(JsonElement shape, string member) =>
        shape.TryGetProperty(member, out var number) ? number.GetDouble() : 0;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string member) =>
        element.TryGetProperty(member, out var items) ? items.EnumerateArray() : default;
}
