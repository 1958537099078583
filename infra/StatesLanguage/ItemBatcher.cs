using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>How a distributed Map groups items; at least one of the two limits is given ("ItemBatcher (Map)").</summary>
public sealed record ItemBatcher
{
    /// <summary>The most items in a batch; a number or an expression.</summary>
    public JsonNode? MaxItemsPerBatch { get; init; }

    /// <summary>The most bytes in a batch, up to 262,144; a number or an expression.</summary>
    public JsonNode? MaxInputBytesPerBatch { get; init; }

    /// <summary>What every batch has beside its items; may hold expressions.</summary>
    public JsonNode? BatchInput { get; init; }

    internal JsonObject ToJson() => new JsonFields()
        .Add(nameof(MaxItemsPerBatch), MaxItemsPerBatch)
        .Add(nameof(MaxInputBytesPerBatch), MaxInputBytesPerBatch)
        .Add(nameof(BatchInput), BatchInput)
        .Json;
}
