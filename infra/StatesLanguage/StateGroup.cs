using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>States that belong together: a whole machine, a branch of a Parallel state, the processor of a Map state.</summary>
public record StateGroup
{
    /// <summary>What it does.</summary>
    public string? Comment { get; init; }

    /// <summary>The name of the first state.</summary>
    public required string StartAt { get; init; }

    /// <summary>The states by name, in their order.</summary>
    public OrderedDictionary<string, State> States { get; } = [];

    internal JsonObject ToJsonObject()
    {
        var fields = new JsonFields().Add(nameof(Comment), Comment);
        WriteHeader(fields);
        return fields
            .Add(nameof(StartAt), StartAt)
            .Add(nameof(States), new JsonObject(States.Select(state =>
                KeyValuePair.Create(state.Key, (JsonNode?)state.Value.ToJson()))))
            .Json;
    }

    private protected virtual void WriteHeader(JsonFields fields)
    {
    }
}
