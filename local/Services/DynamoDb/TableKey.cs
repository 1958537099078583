using System.Text.Json;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>The primary key of a table.</summary>
/// <param name="Partition">The attribute that is the partition key.</param>
/// <param name="Sort">The attribute that is the sort key; null where there is none.</param>
internal sealed record TableKey(string Partition, string? Sort)
{
    /// <summary>Reads the key in an answer of DescribeTable.</summary>
    public static TableKey Of(JsonElement description)
    {
        var attributes = description.GetProperty("Table").GetProperty("KeySchema").EnumerateArray().ToDictionary(
            element => element.GetProperty("KeyType").GetString()!, element => element.GetProperty("AttributeName").GetString()!);
        return new TableKey(attributes["HASH"], attributes.GetValueOrDefault("RANGE"));
    }

    /// <summary>Whether an attribute belongs to the key.</summary>
    public bool Has(string attribute) => attribute == Partition || attribute == Sort;

    /// <summary>Whether a Query can read what some conditions allow ("Key condition expressions for the Query operation").</summary>
    /// <param name="conditions">All conditions about the key; a Query takes none of them in its filter.</param>
    public bool IsQueriedBy(IReadOnlyList<Condition> conditions) => conditions.Count switch
    {
        1 => FindsPartition(conditions[0]),
        2 => conditions.Any(FindsPartition) && conditions.Any(FindsItems),
        _ => false,
    };

    private bool FindsPartition(Condition condition) =>
        condition.Kind == ConditionKind.Equality && condition.Attributes.Single() == Partition;

    private bool FindsItems(Condition condition) =>
        condition.Kind is ConditionKind.Equality or ConditionKind.Range && condition.Attributes.Single() == Sort;
}
