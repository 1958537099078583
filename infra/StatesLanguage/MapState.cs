using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>Runs the same states for each item of a list, inline or as a Map Run of child executions.</summary>
public sealed record MapState : RetryableState
{
    /// <summary>The items: an array or an expression; the state's input where it is left out.</summary>
    public JsonNode? Items { get; init; }

    /// <summary>Where a distributed Map reads its items from instead.</summary>
    public ItemReader? ItemReader { get; init; }

    /// <summary>What an iteration has as its input; the item where it is left out.</summary>
    public JsonNode? ItemSelector { get; init; }

    /// <summary>How a distributed Map groups items.</summary>
    public ItemBatcher? ItemBatcher { get; init; }

    /// <summary>The states that are run for each item.</summary>
    public required ItemProcessor ItemProcessor { get; init; }

    /// <summary>How many iterations run at the same time; a number or an expression, 0 sets no limit.</summary>
    public JsonNode? MaxConcurrency { get; init; }

    /// <summary>How many items of a distributed Map may fail; a number or an expression.</summary>
    public JsonNode? ToleratedFailureCount { get; init; }

    /// <summary>What share of the items of a distributed Map may fail, 0 to 100; a number or an expression.</summary>
    public JsonNode? ToleratedFailurePercentage { get; init; }

    /// <summary>The distributed Map's name within ARNs, up to 40 characters.</summary>
    public string? Label { get; init; }

    /// <summary>Where a distributed Map writes the results of its children.</summary>
    public ResultWriter? ResultWriter { get; init; }

    private protected override string Type => "Map";

    private protected override void Write(JsonFields fields)
    {
        fields
            .Add(nameof(Label), Label)
            .Add(nameof(Items), Items)
            .Add(nameof(ItemReader), ItemReader?.ToJson())
            .Add(nameof(ItemSelector), ItemSelector)
            .Add(nameof(ItemBatcher), ItemBatcher?.ToJson())
            .Add(nameof(MaxConcurrency), MaxConcurrency)
            .Add(nameof(ToleratedFailureCount), ToleratedFailureCount)
            .Add(nameof(ToleratedFailurePercentage), ToleratedFailurePercentage)
            .Add(nameof(ItemProcessor), ItemProcessor.ToJsonObject())
            .Add(nameof(ResultWriter), ResultWriter?.ToJson());
        WriteErrorHandling(fields);
        WriteTransition(fields);
    }
}
