using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.DynamoDB.Inputs;

namespace Fanout.Infra.Blocks;

/// <summary>
/// DynamoDB tables that are paid for by request, encrypted under the account's key, and can be restored to any second of
/// the last 35 days. In prod neither Pulumi nor DynamoDB deletes them.
/// </summary>
public static class SecureTable
{
    /// <summary>Creates a table.</summary>
    /// <param name="name">The logical name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="args">What the table is.</param>
    /// <param name="parent">What the table is part of.</param>
    public static Table Create(string name, StackContext context, SecureTableArgs args, Resource parent)
    {
        var isProd = context.Settings.Environment == EnvironmentKind.Prod;
        var table = new TableArgs
        {
            Name = args.Name,
            BillingMode = "PAY_PER_REQUEST",
            Attributes = { args.PartitionKey },
            HashKey = args.PartitionKey.Name,
            PointInTimeRecovery = new TablePointInTimeRecoveryArgs { Enabled = true },
            ServerSideEncryption = new TableServerSideEncryptionArgs { Enabled = true },
            DeletionProtectionEnabled = isProd,
            Tags = args.Tags,
        };
        if (args.SortKey is { } sortKey)
        {
            table.Attributes.Add(sortKey);
            table.RangeKey = sortKey.Name;
        }

        return new Table(name, table, new CustomResourceOptions { Parent = parent, Protect = isProd });
    }
}
