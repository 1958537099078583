using Fanout.Infra.Blocks;
using Pulumi;
using Pulumi.Aws.Glue;
using Pulumi.Aws.Glue.Inputs;

namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>
/// The Glue database and table of the readings' lines. Partitions are computed, not registered: the files of a new day are
/// seen at once ("Use partition projection with Amazon Athena").
/// </summary>
internal sealed class ReadingsTable : ComponentResource
{
    public ReadingsTable(string name, string database, SecureBucket data, InputMap<string> tags, ComponentResourceOptions options)
        : base("fanout:workflows:ReadingsTable", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var location = Output.Format($"s3://{data.Name}/{ReadingsSchema.Prefix}");
        var catalog = new CatalogDatabase($"{name}-database", new CatalogDatabaseArgs
        {
            Name = database,
            Description = "Readings of sensors",
            Tags = tags,
        }, child);
        var lines = LinesTable.In(catalog, ReadingsSchema.Table, location);
        lines.PartitionKeys = new[] { new CatalogTablePartitionKeyArgs { Name = ReadingsSchema.Day, Type = "string" } };
        lines.Parameters.AddRange(new InputMap<string>
        {
            ["projection.enabled"] = "true",
            [$"projection.{ReadingsSchema.Day}.type"] = "date",
            [$"projection.{ReadingsSchema.Day}.format"] = "yyyy-MM-dd",
            [$"projection.{ReadingsSchema.Day}.range"] = $"{ReadingsSchema.FirstDay},NOW+1DAYS",
            [$"projection.{ReadingsSchema.Day}.interval"] = "1",
            [$"projection.{ReadingsSchema.Day}.interval.unit"] = "DAYS",
            ["storage.location.template"] = Output.Format($"{location}{ReadingsSchema.Day}=${{{ReadingsSchema.Day}}}/"),
        });
        var table = new CatalogTable($"{name}-table", lines, child);
        Database = catalog.Name;
        DatabaseArn = catalog.Arn;
        TableArn = table.Arn;
        RegisterOutputs();
    }

    /// <summary>The database's name.</summary>
    public Output<string> Database { get; }

    /// <summary>The database's ARN.</summary>
    public Output<string> DatabaseArn { get; }

    /// <summary>The table's ARN.</summary>
    public Output<string> TableArn { get; }
}
