using Fanout.Local.Aws;

namespace Fanout.Local.Services.Glue.Catalog;

/// <summary>Reads tables and partitions as the API gets them ("TableInput structure", "PartitionInput structure").</summary>
public static class GlueTableReader
{
    /// <summary>The table that an input describes.</summary>
    /// <param name="database">The database that it is in.</param>
    /// <param name="input">The input.</param>
    /// <exception cref="LocalException">It cannot be queried as it is.</exception>
    public static GlueTable Read(string database, ApiArguments input)
    {
        var name = input.Text("Name");
        var storage = input.OptionalObject("StorageDescriptor") ?? throw new LocalException($"The table {name} needs a StorageDescriptor.");
        var serde = storage.OptionalObject("SerdeInfo") ?? throw new LocalException($"The table {name} needs StorageDescriptor.SerdeInfo.");
        var parameters = input.Map("Parameters");
        var location = LocationOf($"The table {name}", storage);
        var keys = Columns(input.Objects("PartitionKeys"));
        return new GlueTable(
            database.ToLowerInvariant(),
            name.ToLowerInvariant(),
            location,
            Columns(storage.Objects("Columns")),
            keys,
            SerdeOf(serde, parameters),
            PartitionProjection.Of(name, location, keys, parameters));
    }

    /// <summary>The partition that an input describes.</summary>
    /// <param name="table">The table that it is of.</param>
    /// <param name="input">The input.</param>
    /// <exception cref="LocalException">It cannot be queried as it is.</exception>
    public static GluePartition ReadPartition(GlueTable table, ApiArguments input)
    {
        var values = input.Texts("Values");
        if (values.Count != table.PartitionKeys.Count)
        {
            throw new LocalException("The number of partition keys do not match the number of partition values");
        }

        var storage = input.Object("StorageDescriptor");
        var serde = storage.OptionalObject("SerdeInfo");
        if (serde is not null && SerdeOf(serde, new ApiArguments(table.Definition).Map("Parameters")) != table.Serde)
        {
            throw new LocalException($"A partition of {table.Name} has a SerdeInfo of its own, which the local cloud does not read: all are read as the table is.");
        }

        return new GluePartition(values, LocationOf($"A partition of {table.Name}", storage), default);
    }

    private static string LocationOf(string owner, ApiArguments storage)
    {
        var location = storage.OptionalText("Location") ?? "";
        return S3Location.Parse(location) is not null
            ? location
            : throw new LocalException($"{owner} has the location '{location}'; it must be one in S3 such as s3://bucket/prefix/.");
    }

    private static Serde SerdeOf(ApiArguments serde, IReadOnlyDictionary<string, string> tableParameters) =>
        Serde.Of(serde.OptionalText("SerializationLibrary") ?? "", serde.Map("Parameters"), tableParameters);

    private static GlueColumn[] Columns(IEnumerable<ApiArguments> columns) =>
        [.. columns.Select(column => new GlueColumn(column.Text("Name").ToLowerInvariant(), column.OptionalText("Type") ?? "string"))];
}
