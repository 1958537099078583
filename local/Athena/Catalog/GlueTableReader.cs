using System.Collections.Immutable;
using Fanout.Local.Cloud;

namespace Fanout.Local.Athena.Catalog;

/// <summary>Reads the inputs of <c>aws:glue/catalogTable:CatalogTable</c>.</summary>
public static class GlueTableReader
{
    /// <summary>The table that a resource describes.</summary>
    /// <exception cref="LocalException">It cannot be queried as it is.</exception>
    public static GlueTable Read(CloudResource resource)
    {
        var storage = resource.Map("storageDescriptor")
            ?? throw new LocalException($"The table {resource.Name} needs a storageDescriptor.");
        var serde = Map(storage, "serDeInfo")
            ?? throw new LocalException($"The table {resource.Name} needs storageDescriptor.serDeInfo.");
        var parameters = Texts(resource.Map("parameters"));
        var location = storage.GetValueOrDefault("location") as string ?? "";
        if (S3Location.Parse(location) is null)
        {
            throw new LocalException(
                $"The table {resource.Name} has the location '{location}'; it must be one in S3 such as s3://bucket/prefix/.");
        }
        var keys = Columns(resource.Maps("partitionKeys"));
        return new GlueTable(
            resource.RequiredText("databaseName").ToLowerInvariant(),
            resource.Name.ToLowerInvariant(),
            location,
            Columns((storage.GetValueOrDefault("columns") as IEnumerable<object> ?? []).Cast<ImmutableDictionary<string, object>>()),
            keys,
            Serde.Of(serde.GetValueOrDefault("serializationLibrary") as string ?? "", Texts(Map(serde, "parameters")), parameters),
            PartitionProjection.Of(resource.Name, location, keys, parameters));
    }

    private static ImmutableDictionary<string, object>? Map(ImmutableDictionary<string, object> inputs, string name) =>
        inputs.GetValueOrDefault(name) as ImmutableDictionary<string, object>;

    private static Dictionary<string, string> Texts(ImmutableDictionary<string, object>? inputs) =>
        (inputs ?? []).ToDictionary(input => input.Key, input => (string)input.Value);

    private static GlueColumn[] Columns(IEnumerable<ImmutableDictionary<string, object>> columns) =>
    [
        .. columns.Select(column => new GlueColumn(
            ((string)column["name"]).ToLowerInvariant(), column.GetValueOrDefault("type") as string ?? "string")),
    ];
}
