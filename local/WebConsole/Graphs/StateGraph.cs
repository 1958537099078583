using System.Text.Json;
using Fanout.Local.Diagrams;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.WebConsole.Graphs;

/// <summary>Reads the states of a definition, a valid one.</summary>
internal static class StateGraph
{
    /// <summary>The states of a machine.</summary>
    public static StateGroup Of(JsonElement definition)
    {
        var first = definition.GetProperty("StartAt").GetString()!;
        var states = definition.GetProperty("States").EnumerateObject().ToArray();
        var names = states.ToDictionary(state => state.Name, state => state.Name);
        return new StateGroup(
            first,
            // The layout puts what comes first on top.
            [.. states.OrderByDescending(state => state.Name == first).Select(state => StateOf(state.Name, state.Value))],
            [.. states.SelectMany(state => Edge.Of(state.Value, state.Name, names))]);
    }

    private static StateNode StateOf(string name, JsonElement state)
    {
        var type = state.GetProperty("Type").GetString()!;
        return type switch
        {
            "Map" => MapOf(name, state),
            "Parallel" => new StateNode(name, type, "in parallel", [.. state.GetProperty("Branches").EnumerateArray().Select(Of)]),
            "Task" => new StateNode(name, type, new TaskResource(state.GetProperty("Resource").GetString()!).Action, []),
            _ => new StateNode(name, type, type, []),
        };
    }

    private static StateNode MapOf(string name, JsonElement map)
    {
        var processor = map.GetProperty("ItemProcessor");
        var kind = processor.TryGetProperty("ProcessorConfig", out var config) && config.TryGetProperty("ExecutionType", out var type)
            ? type.GetString()
            : null;
        return new StateNode(name, "Map", kind is null ? "Map" : $"Distributed Map, {kind}", [Of(processor)]) { IsDistributed = kind is not null };
    }
}
