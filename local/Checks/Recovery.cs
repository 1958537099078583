namespace Fanout.Local.Checks;

/// <summary>Every table can be restored to a point in time ("Point-in-time backups for DynamoDB").</summary>
public sealed class Recovery() : Rule("recovery")
{
    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph) => graph.OfType(AwsType.Table)
        .Where(table => !table.Flag("pointInTimeRecovery.enabled"))
        .Select(table => Broken(table, table.Shown("pointInTimeRecovery.enabled"), "true", "make it by SecureTable"));
}
