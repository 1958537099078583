using System.Text.Json;
using Fanout.Local.StepFunctions.DistributedMaps;

namespace Fanout.Local.WebConsole.Reading;

/// <summary>What the children of a distributed Map run: the part of a definition that its label names.</summary>
internal static class ChildDefinition
{
    private const string Nothing = """{"StartAt": "", "States": {}}""";

    /// <summary>The part, a definition by itself; one without states where there is none.</summary>
    /// <param name="definition">The machine's definition; null where it is not known any longer.</param>
    /// <param name="label">The Map's label.</param>
    public static string Of(string? definition, string label) =>
        definition is not null && Find(JsonElement.Parse(definition), label) is { } processor ? processor.GetRawText() : Nothing;

    private static JsonElement? Find(JsonElement group, string label)
    {
        foreach (var state in group.GetProperty("States").EnumerateObject())
        {
            if (state.Value.TryGetProperty("ItemProcessor", out var processor))
            {
                var own = state.Value.TryGetProperty("Label", out var given) ? given.GetString() : DistributedProcessor.GeneratedLabel(state.Name);
                if (own == label)
                {
                    return processor;
                }

                if (Find(processor, label) is { } inner)
                {
                    return inner;
                }
            }

            foreach (var branch in state.Value.TryGetProperty("Branches", out var branches) ? branches.EnumerateArray() : default)
            {
                if (Find(branch, label) is { } inner)
                {
                    return inner;
                }
            }
        }

        return null;
    }
}
