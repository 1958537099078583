using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>Runs branches at the same time.</summary>
public sealed record ParallelState : RetryableState
{
    /// <summary>The branches.</summary>
    public required IReadOnlyList<StateGroup> Branches { get; init; }

    /// <summary>What each branch has as its input; the state's input where it is left out.</summary>
    public JsonNode? Arguments { get; init; }

    private protected override string Type => "Parallel";

    private protected override void Write(JsonFields fields)
    {
        fields
            .Add(nameof(Arguments), Arguments)
            .AddAll(nameof(Branches), Branches.Select(branch => branch.ToJsonObject()));
        WriteErrorHandling(fields);
        WriteTransition(fields);
    }
}
