using Pulumi;
using Pulumi.Aws.DynamoDB.Inputs;

namespace Fanout.Infra.Blocks;

/// <summary>What a table is.</summary>
public sealed record SecureTableArgs
{
    /// <summary>The table's name, 3 to 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The partition key's name and type: S, N or B.</summary>
    public required TableAttributeArgs PartitionKey { get; init; }

    /// <summary>The sort key's name and type; null where the table has none.</summary>
    public TableAttributeArgs? SortKey { get; init; }

    /// <summary>The table's tags.</summary>
    public required InputMap<string> Tags { get; init; }
}
