using Fanout.Local.Aws;

namespace Fanout.Local.Iam.Requests;

/// <summary>
/// The resources of the Glue Data Catalog: a call needs its permission on a table, its database and the catalog
/// ("Specifying AWS Glue resource ARNs").
/// </summary>
internal static class GlueCatalogArns
{
    /// <summary>The catalog and a database.</summary>
    public static IEnumerable<string> Database(string database, AwsAccount account) =>
        [account.Arn("glue", "catalog"), account.Arn("glue", $"database/{database}")];

    /// <summary>The catalog, a database and a table in it.</summary>
    public static IEnumerable<string> Table(string database, string table, AwsAccount account) =>
        [.. Database(database, account), account.Arn("glue", $"table/{database}/{table}")];
}
