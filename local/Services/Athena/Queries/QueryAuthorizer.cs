using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Services.Athena.Sql;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>Decides what Athena does for a query beside reading and writing objects.</summary>
/// <param name="authorizer">The policies.</param>
/// <param name="account">The account.</param>
public sealed class QueryAuthorizer(Authorizer authorizer, AwsAccount account)
{
    private readonly QueryNeeds _needs = new(account);

    /// <summary>Checks that a role may find out where the bucket of a query's result is.</summary>
    /// <exception cref="AthenaException">It may not.</exception>
    public void CheckLocation(string roleArn, string bucket)
    {
        if (authorizer.Decide(Caller.Of(roleArn), QueryNeeds.ToLocate(bucket)).Denial is { } denial)
        {
            throw AthenaException.Invalid($"Unable to verify/create output bucket {bucket}. {denial.Message}");
        }
    }

    /// <summary>Checks that a role may look up a table.</summary>
    /// <exception cref="QueryFailedException">It may not.</exception>
    public void CheckTable(string roleArn, GlueTable table)
    {
        var listsPartitions = table is { PartitionKeys.Count: > 0, Projection: null };
        var needs = _needs.ToReachCatalog().Concat(_needs.ToFindTable(table.Database, table.Name, listsPartitions));
        if (authorizer.FirstDenial(Caller.Of(roleArn), needs) is { } denial)
        {
            throw new QueryFailedException("PERMISSION_DENIED", OfCatalog(denial));
        }
    }

    private static string OfCatalog(Denial denial) =>
        $"{denial.Message} (Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; Request ID: {Guid.NewGuid()}; Proxy: null)";
}
