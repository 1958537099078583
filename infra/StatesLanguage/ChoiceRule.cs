using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>One condition of a Choice state.</summary>
/// <param name="Condition">An expression that gives true or false.</param>
/// <param name="Next">The name of the next state where it holds.</param>
public sealed record ChoiceRule(string Condition, string Next)
{
    /// <summary>Variables to assign where the condition holds.</summary>
    public JsonObject? Assign { get; init; }

    /// <summary>The output where the condition holds.</summary>
    public JsonNode? Output { get; init; }

    internal JsonObject ToJson() => new JsonFields()
        .Add(nameof(Condition), Condition)
        .Add(nameof(Assign), Assign)
        .Add(nameof(Output), Output)
        .Add(nameof(Next), Next)
        .Json;
}
