using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>Where a machine goes on after an error ("Amazon States Language": Fallback states).</summary>
/// <param name="ErrorEquals">The names of the errors.</param>
public sealed record Catcher(params IReadOnlyList<string> ErrorEquals)
{
    /// <summary>The name of the next state.</summary>
    public required string Next { get; init; }

    /// <summary>Variables to assign; <c>$states.errorOutput</c> holds Error and Cause.</summary>
    public JsonObject? Assign { get; init; }

    /// <summary>The state's output after the error.</summary>
    public JsonNode? Output { get; init; }

    internal JsonObject ToJson() => new JsonFields()
        .AddTexts(nameof(ErrorEquals), ErrorEquals)
        .Add(nameof(Assign), Assign)
        .Add(nameof(Output), Output)
        .Add(nameof(Next), Next)
        .Json;
}
