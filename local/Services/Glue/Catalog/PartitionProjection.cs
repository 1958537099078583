namespace Fanout.Local.Services.Glue.Catalog;

/// <summary>
/// Partitions that are computed from the table's parameters ("Use partition projection with Amazon Athena"). An object
/// belongs to a partition where its key begins as the template says and each value in it is one of the column's.
/// </summary>
/// <param name="Template">The location of a partition, with <c>${column}</c> for its values.</param>
/// <param name="Columns">The values of each partition key, in the order of the keys.</param>
public sealed record PartitionProjection(string Template, IReadOnlyList<ProjectedColumn> Columns)
{
    /// <summary>Reads a table's parameters; null where projection is not enabled.</summary>
    /// <exception cref="LocalException">A column has no projection, or one that is none.</exception>
    public static PartitionProjection? Of(
        string table, string location, IReadOnlyList<GlueColumn> keys, IReadOnlyDictionary<string, string> parameters)
    {
        if (!string.Equals(parameters.GetValueOrDefault("projection.enabled"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var template = parameters.GetValueOrDefault("storage.location.template")
            ?? $"{location.TrimEnd('/')}/{string.Join('/', keys.Select(key => $"{key.Name}=${{{key.Name}}}"))}/";
        foreach (var key in keys.Where(key => !template.Contains($"${{{key.Name}}}", StringComparison.OrdinalIgnoreCase)))
        {
            throw new LocalException($"The table {table}: storage.location.template does not name ${{{key.Name}}}.");
        }
        return new PartitionProjection(
            template.EndsWith('/') ? template : $"{template}/",
            [.. keys.Select(key => ProjectedColumn.Of(table, key.Name, parameters))]);
    }
}
