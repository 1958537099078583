using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>The Glue Data Catalog, which Athena asks for databases and tables as who calls it.</summary>
/// <param name="glue">Calls Glue.</param>
/// <param name="credentialsOf">The credentials of a role.</param>
internal sealed class DataCatalog(AwsJsonClient glue, Func<string, AwsCredentials> credentialsOf)
{
    /// <summary>Calls one operation.</summary>
    /// <param name="operation">The operation, such as <c>GetTable</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="roleArn">Who calls Athena.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="AwsErrorException">Glue refused.</exception>
    public Task<JsonElement> AskAsync(string operation, JsonObject arguments, string roleArn, CancellationToken cancellation) => glue.CallAsync(
        "glue", $"AWSGlue.{operation}", JsonSerializer.SerializeToElement(arguments), credentialsOf(roleArn), cancellation, version: "1.1");
}
