using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>The states that a Map runs for each item, and how.</summary>
public sealed record ItemProcessor : StateGroup
{
    /// <summary>STANDARD or EXPRESS child executions of a distributed Map; null for an inline one.</summary>
    public string? DistributedExecutionType { get; init; }

    private protected override void WriteHeader(JsonFields fields) => fields.Add(
        "ProcessorConfig",
        DistributedExecutionType is null
            ? new JsonObject { ["Mode"] = "INLINE" }
            : new JsonObject { ["Mode"] = "DISTRIBUTED", ["ExecutionType"] = DistributedExecutionType });
}
