using Fanout.Infra.Blocks;
using Pulumi;
using Pulumi.Aws.Glue;
using Pulumi.Aws.Glue.Inputs;

namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>
/// The Glue database and table of the readings, whose one column is a whole line: the query cuts it
/// (<see cref="ReadingsQuery"/>). Partitions are computed, not registered: the files of a new day are
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
        var table = new CatalogTable($"{name}-table", new CatalogTableArgs
        {
            DatabaseName = catalog.Name,
            Name = ReadingsSchema.Table,
            TableType = "EXTERNAL_TABLE",
            PartitionKeys = { new CatalogTablePartitionKeyArgs { Name = ReadingsSchema.Day, Type = "string" } },
            Parameters =
            {
                ["EXTERNAL"] = "TRUE",
                ["projection.enabled"] = "true",
                [$"projection.{ReadingsSchema.Day}.type"] = "date",
                [$"projection.{ReadingsSchema.Day}.format"] = "yyyy-MM-dd",
                [$"projection.{ReadingsSchema.Day}.range"] = $"{ReadingsSchema.FirstDay},NOW+1DAYS",
                [$"projection.{ReadingsSchema.Day}.interval"] = "1",
                [$"projection.{ReadingsSchema.Day}.interval.unit"] = "DAYS",
                ["storage.location.template"] = Output.Format($"{location}{ReadingsSchema.Day}=${{{ReadingsSchema.Day}}}/"),
            },
            StorageDescriptor = new CatalogTableStorageDescriptorArgs
            {
                Location = location,
                InputFormat = "org.apache.hadoop.mapred.TextInputFormat",
                OutputFormat = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                Columns = { new CatalogTableStorageDescriptorColumnArgs { Name = DelimitedLines.Line, Type = "string" } },
                SerDeInfo = new CatalogTableStorageDescriptorSerDeInfoArgs
                {
                    SerializationLibrary = DelimitedLines.SerializationLibrary,
                    Parameters = { ["input.regex"] = DelimitedLines.WholeLine },
                },
            },
        }, child);
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
