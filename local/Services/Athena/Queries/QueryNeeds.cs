using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>
/// What Athena does with the rights of whom starts a query, beside reading and writing objects ("Access to Amazon S3
/// from Athena", "Configure access to databases and tables in the AWS Glue Data Catalog").
/// </summary>
/// <param name="account">The account.</param>
public sealed class QueryNeeds(AwsAccount account)
{
    private const string DefaultDatabase = "default";

    private static readonly string[] ReachActions = ["glue:GetDatabase", "glue:GetDatabases"];

    /// <summary>To use the catalog at all: it and the database <c>default</c>, which a query need not name.</summary>
    public IEnumerable<RequestedAction> ToReachCatalog() =>
        from action in ReachActions
        from arn in GlueCatalogArns.Database(DefaultDatabase, account)
        select new RequestedAction(action, arn);

    /// <summary>To look up a table and its database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="table">The table.</param>
    /// <param name="listsPartitions">Whether its partitions are in the catalog, and not projected.</param>
    public IEnumerable<RequestedAction> ToFindTable(string database, string table, bool listsPartitions) =>
    [
        .. GlueCatalogArns.Database(database, account).Select(arn => new RequestedAction("glue:GetDatabase", arn)),
        .. OnTable("glue:GetTable", database, table),
        .. listsPartitions ? OnTable("glue:GetPartitions", database, table) : [],
    ];

    /// <summary>To find out where the bucket of the results is.</summary>
    public static RequestedAction ToLocate(string bucket) => new("s3:GetBucketLocation", AwsAccount.S3Arn(bucket));

    private IEnumerable<RequestedAction> OnTable(string action, string database, string table) =>
        GlueCatalogArns.Table(database, table, account).Select(arn => new RequestedAction(action, arn));
}
