using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>A state that goes on to another one, or ends its machine.</summary>
public abstract record TransitionState : State
{
    /// <summary>Variables to assign, by name; values may hold expressions.</summary>
    public JsonObject? Assign { get; init; }

    /// <summary>The state's output; may hold expressions.</summary>
    public JsonNode? Output { get; init; }

    /// <summary>The name of the next state.</summary>
    public string? Next { get; init; }

    /// <summary>Whether the machine ends here.</summary>
    public bool End { get; init; }

    private protected void WriteTransition(JsonFields fields) => fields
        .Add(nameof(Assign), Assign)
        .Add(nameof(Output), Output)
        .Add(nameof(Next), Next)
        .Add(nameof(End), End ? true : null);
}
