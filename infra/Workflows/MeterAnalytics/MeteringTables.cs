using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Aws.Glue;
using Pulumi.Aws.Glue.Inputs;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// The Glue database and the tables of the customers' and the readings' lines. Partitions are computed, not registered:
/// the files of a new day are seen at once ("Use partition projection with Amazon Athena").
/// </summary>
internal sealed class MeteringTables : ComponentResource
{
    public MeteringTables(string name, StackContext context, SecureBucket data, InputMap<string> tags, ComponentResourceOptions options)
        : base("fanout:workflows:MeteringTables", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var settings = context.Settings.MeterAnalytics;
        var catalog = new CatalogDatabase($"{name}-database", new CatalogDatabaseArgs
        {
            Name = settings.Database,
            Description = "Customers and readings of their electricity meters",
            Tags = tags,
        }, child);
        var customers = new CatalogTable(
            $"{name}-customers", TableOf(catalog, data, MeteringSchema.Customers), child);
        var readings = TableOf(catalog, data, MeteringSchema.Readings);
        readings.PartitionKeys = MeteringSchema.PartitionKeys
            .Select(key => new CatalogTablePartitionKeyArgs { Name = key, Type = "string" })
            .ToArray();
        readings.Parameters.AddRange(Projection(settings, data));
        var partitioned = new CatalogTable($"{name}-readings", readings, child);
        Database = catalog.Name;
        Arns = [catalog.Arn, customers.Arn, partitioned.Arn];
        RegisterOutputs();
    }

    /// <summary>The database's name.</summary>
    public Output<string> Database { get; }

    /// <summary>The ARNs of the database and its tables.</summary>
    public IReadOnlyList<Output<string>> Arns { get; }

    private static CatalogTableArgs TableOf(CatalogDatabase catalog, SecureBucket data, string table) =>
        LinesTable.In(catalog, table, Output.Format($"s3://{data.Name}/{MeteringSchema.PrefixOf(table)}"));

    private static InputMap<string> Projection(MeterAnalyticsSettings settings, SecureBucket data) => new()
    {
        ["projection.enabled"] = "true",
        ["projection.year.type"] = "integer",
        ["projection.year.range"] = $"{settings.FirstYear},{settings.LastYear}",
        ["projection.year.digits"] = "4",
        ["projection.month.type"] = "integer",
        ["projection.month.range"] = "1,12",
        ["projection.month.digits"] = "2",
        ["projection.day.type"] = "integer",
        ["projection.day.range"] = "1,31",
        ["projection.day.digits"] = "2",
        ["storage.location.template"] = Output.Format(
            $"s3://{data.Name}/{MeteringSchema.PrefixOf(MeteringSchema.Readings)}year=${{year}}/month=${{month}}/day=${{day}}/"),
    };
}
