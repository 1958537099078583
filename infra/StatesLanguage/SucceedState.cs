using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>Ends its machine well.</summary>
public sealed record SucceedState : State
{
    /// <summary>The machine's output; may hold expressions.</summary>
    public JsonNode? Output { get; init; }

    private protected override string Type => "Succeed";

    private protected override void Write(JsonFields fields) => fields.Add(nameof(Output), Output);
}
