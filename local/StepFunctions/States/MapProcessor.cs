using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>What a Map state does with its items.</summary>
internal abstract class MapProcessor
{
    /// <summary>Reads the ItemProcessor of a Map state, and the fields that go with its mode.</summary>
    public static MapProcessor Read(FieldReader reader) =>
        reader.Inner("ItemProcessor")!.Inner("ProcessorConfig")?.Text("Mode") == "DISTRIBUTED"
            ? DistributedProcessor.Read(reader)
            : InlineProcessor.Read(reader);

    /// <summary>Runs the processor for all items, and gives the result of the state.</summary>
    /// <exception cref="StateException">The state failed.</exception>
    public abstract Task<JsonElement> RunAsync(Visit visit);
}
