using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Glue.Api;

/// <summary>
/// The API of Glue; whole, as a table or a job that only the emulator had would be seen by no query and could not be run.
/// </summary>
internal sealed class GlueApi : JsonService
{
    /// <summary>The API of one account.</summary>
    /// <param name="catalog">The databases and tables.</param>
    /// <param name="jobs">The jobs.</param>
    /// <param name="roles">Says which roles jobs can have.</param>
    /// <param name="account">The account.</param>
    /// <param name="time">The clock.</param>
    public GlueApi(GlueCatalog catalog, GlueService jobs, ServiceRoles roles, AwsAccount account, TimeProvider time)
        : base("glue", isWhole: true)
    {
        var tags = new GlueTags(catalog, jobs, account);
        Operations = new Dictionary<string, JsonOperation>(
        [
            .. new DatabaseOperations(catalog, tags, time).All,
            .. new TableOperations(catalog, time).All,
            .. new PartitionOperations(catalog, time).All,
            .. new JobOperations(jobs, roles, tags, time).All,
            .. new JobRunOperations(jobs).All,
            .. tags.All,
        ]);
    }

    /// <inheritdoc />
    protected override string InvalidInput => "InvalidInputException";

    /// <inheritdoc />
    protected override IReadOnlyDictionary<string, JsonOperation> Operations { get; }
}
