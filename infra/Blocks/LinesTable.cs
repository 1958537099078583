using Pulumi;
using Pulumi.Aws.Glue;
using Pulumi.Aws.Glue.Inputs;

namespace Fanout.Infra.Blocks;

/// <summary>
/// A table of the Glue catalog whose one column is a whole line of a text file: what a SerDe that knows of fields cuts,
/// skips or reads as NULL a query could not tell of. Queries cut the lines (<see cref="DelimitedLines"/>).
/// </summary>
internal static class LinesTable
{
    /// <summary>The column.</summary>
    public const string Line = "line";

    /// <summary>What such a table is made of, without partitions.</summary>
    /// <param name="catalog">The database.</param>
    /// <param name="name">The table's name.</param>
    /// <param name="location">Where its files are, <c>s3://bucket/prefix/</c>.</param>
    public static CatalogTableArgs In(CatalogDatabase catalog, string name, Output<string> location) => new()
    {
        DatabaseName = catalog.Name,
        Name = name,
        TableType = "EXTERNAL_TABLE",
        Parameters = { ["EXTERNAL"] = "TRUE" },
        StorageDescriptor = new CatalogTableStorageDescriptorArgs
        {
            Location = location,
            InputFormat = "org.apache.hadoop.mapred.TextInputFormat",
            OutputFormat = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
            Columns = { new CatalogTableStorageDescriptorColumnArgs { Name = Line, Type = "string" } },
            SerDeInfo = new CatalogTableStorageDescriptorSerDeInfoArgs
            {
                SerializationLibrary = "org.apache.hadoop.hive.serde2.RegexSerDe",
                Parameters = { ["input.regex"] = "(?s)(.*)" },
            },
        },
    };
}
