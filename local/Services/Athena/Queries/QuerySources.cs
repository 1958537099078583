using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Athena.Sql;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>
/// Asks Glue and S3 at the door, with the credentials of who started a query ("Access to Amazon S3 from Athena", "Configure
/// access to databases and tables in the AWS Glue Data Catalog").
/// </summary>
/// <param name="http">Sends requests.</param>
/// <param name="catalog">The Data Catalog.</param>
/// <param name="credentialsOf">The credentials of a role.</param>
internal sealed class QuerySources(SignedHttp http, DataCatalog catalog, Func<string, AwsCredentials> credentialsOf) : IQuerySources
{
    private const string DefaultDatabase = "default";
    private const string DatabaseName = "DatabaseName";
    private const string NextToken = "NextToken";

    /// <inheritdoc />
    public async Task LocateAsync(string bucket, string roleArn, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(http.Endpoint, $"/{bucket}?location")) { Content = new ByteArrayContent([]) };
        using var answer = await http.SendAsync(request, "s3", credentialsOf(roleArn), cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            var error = AwsXml.Error(await answer.Content.ReadAsStringAsync(cancellation), (int)answer.StatusCode, "");
            throw AthenaException.Invalid($"Unable to verify/create output bucket {bucket}. {error.Message}");
        }
    }

    /// <inheritdoc />
    public async Task<bool> HasDatabaseAsync(string name, string roleArn, CancellationToken cancellation)
    {
        // Athena reaches for the database that a query need not name, whether there is one or not.
        await FindAsync("GetDatabase", new JsonObject { ["Name"] = DefaultDatabase }, roleArn, cancellation);
        await FindAsync("GetDatabases", [], roleArn, cancellation);
        return await FindAsync("GetDatabase", new JsonObject { ["Name"] = name }, roleArn, cancellation) is not null;
    }

    /// <inheritdoc />
    public async Task<GlueTable?> FindTableAsync(string database, string name, string roleArn, CancellationToken cancellation)
    {
        if (await FindAsync("GetTable", new JsonObject { [DatabaseName] = database, ["Name"] = name }, roleArn, cancellation) is not { } answer)
        {
            return null;
        }

        var definition = answer.GetProperty("Table");
        var table = GlueTableReader.Read(database, new ApiArguments(definition)) with { Definition = definition };
        return table is { PartitionKeys.Count: > 0, Projection: null }
            ? table with { Partitions = [.. await PartitionsAsync(table, roleArn, cancellation)] }
            : table;
    }

    private async Task<List<GluePartition>> PartitionsAsync(GlueTable table, string roleArn, CancellationToken cancellation)
    {
        var partitions = new List<GluePartition>();
        var request = new JsonObject { [DatabaseName] = table.Database, ["TableName"] = table.Name };
        while (await FindAsync("GetPartitions", request, roleArn, cancellation) is { } page)
        {
            partitions.AddRange(page.GetProperty("Partitions").EnumerateArray()
                .Select(partition => GlueTableReader.ReadPartition(table, new ApiArguments(partition))));
            if (!page.TryGetProperty(NextToken, out var next))
            {
                break;
            }

            request[NextToken] = next.GetString();
        }

        return partitions;
    }

    private async Task<JsonElement?> FindAsync(string operation, JsonObject arguments, string roleArn, CancellationToken cancellation)
    {
        try
        {
            return await catalog.AskAsync(operation, arguments, roleArn, cancellation);
        }
        catch (AwsErrorException error) when (error.Code == "EntityNotFoundException")
        {
            return null;
        }
        catch (AwsErrorException error)
        {
            throw new QueryFailedException(
                "PERMISSION_DENIED",
                $"{error.Message} (Service: AmazonDataCatalog; Status Code: {error.StatusCode}; Error Code: {error.Code}; Request ID: {error.RequestId}; Proxy: null)");
        }
    }
}
