using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Services.Athena.Queries;

namespace Fanout.Local.Services.Athena.Api;

/// <summary>The API of Athena; whole, as what the emulator knows of workgroups and queries is none of what runs here.</summary>
/// <param name="athena">The engine.</param>
/// <param name="catalog">The Data Catalog.</param>
/// <param name="iam">Decides what a caller may do with a query, whose workgroup a request does not name.</param>
/// <param name="account">The account.</param>
/// <param name="time">The clock.</param>
internal sealed class AthenaApi(AthenaService athena, DataCatalog catalog, Authorizer iam, AwsAccount account, TimeProvider time)
    : JsonService("athena", isWhole: true)
{
    /// <inheritdoc />
    protected override string InvalidInput => "InvalidRequestException";

    /// <inheritdoc />
    protected override IReadOnlyDictionary<string, JsonOperation> Operations { get; } = new Dictionary<string, JsonOperation>(
    [
        .. new QueryOperations(athena, iam, account).All,
        .. new WorkgroupOperations(athena, account, time).All,
        .. new CatalogOperations(catalog).All,
    ]);
}
