using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fanout.Local.Aws;
using Fanout.Local.Services.Athena.Sql;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>
/// What a query leaves in S3 ("Find query output files in Amazon S3"): the CSV file of a SELECT; the data files of an
/// UNLOAD, the manifest that lists them, and for both a metadata file, which is opaque, and empty here.
/// </summary>
internal sealed class ResultFiles(QueryExecution execution, IObjectStore store, TimeProvider time, string roleArn)
{
    private const string ContentType = "application/octet-stream";
    private const string IdLetters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>Checks where an UNLOAD is to write: a place that is empty, unless it writes partitions.</summary>
    /// <exception cref="QueryFailedException">There is something, or it is no place.</exception>
    public async Task<S3Location> CheckTargetAsync(string location, bool isPartitioned, CancellationToken cancellation)
    {
        var target = S3Location.Parse(location)
            ?? throw new QueryFailedException("INVALID_TABLE_PROPERTY", $"'{location}' is not an S3 location such as s3://bucket/prefix/");
        if (!isPartitioned)
        {
            await foreach (var _ in store.ListAsync(target.Bucket, target.Prefix, startAfter: null, roleArn, cancellation))
            {
                throw new QueryFailedException(
                    "HIVE_PATH_ALREADY_EXISTS",
                    $"Target directory for table '{execution.Request.Database ?? "default"}.temp_table_{execution.Id.Replace("-", "", StringComparison.Ordinal)}' "
                        + $"already exists: {target.ToString().TrimEnd('/')}. If a data manifest file was generated at "
                        + $"'{execution.OutputLocation}-manifest.csv', you may need to manually clean the data from locations "
                        + "specified in the manifest. Athena will not delete data in your account.");
            }
        }
        return target;
    }

    /// <summary>Stores the result of a SELECT.</summary>
    public async Task StoreSelectAsync(QueryResult result, CancellationToken cancellation)
    {
        execution.Columns = result.Columns;
        await PutTextAsync($"{execution.OutputLocation}.metadata", "", cancellation);
        await PutFileAsync(execution.OutputLocation, result.Files[0].Path, cancellation);
    }

    /// <summary>Stores the data files of an UNLOAD, and what lists them. No rows: no files, and an empty manifest.</summary>
    public async Task StoreUnloadAsync(QueryResult result, S3Location target, CancellationToken cancellation)
    {
        var query = $"{time.GetUtcNow():yyyyMMdd_HHmmss}_{RandomNumberGenerator.GetInt32(100_000).ToString("D5", CultureInfo.InvariantCulture)}"
            + $"_{RandomNumberGenerator.GetString(IdLetters, 5)}";
        var manifest = new StringBuilder();
        foreach (var file in result.Files)
        {
            var name = $"{query}_{Guid.NewGuid()}{file.Extension}";
            var address = target.Of(file.Partition.Length == 0 ? name : $"{file.Partition.Replace(Path.DirectorySeparatorChar, '/')}/{name}");
            await PutFileAsync(address, file.Path, cancellation);
            manifest.Append(address).Append('\n');
        }
        await PutTextAsync($"{execution.OutputLocation}.metadata", "", cancellation);
        execution.ManifestLocation = $"{execution.OutputLocation}-manifest.csv";
        await PutTextAsync(execution.ManifestLocation, manifest.ToString(), cancellation);
    }

    private async Task PutFileAsync(string address, string path, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(path);
        await PutAsync(address, content, cancellation);
    }

    private async Task PutTextAsync(string address, string text, CancellationToken cancellation)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await PutAsync(address, content, cancellation);
    }

    private Task PutAsync(string address, Stream content, CancellationToken cancellation)
    {
        var (bucket, key) = Split(address);
        return store.PutAsync(bucket, key, content, ContentType, roleArn, cancellation);
    }

    /// <summary>Bucket and key of an object's address.</summary>
    public static (string Bucket, string Key) Split(string address)
    {
        var path = address["s3://".Length..];
        var slash = path.IndexOf('/');
        return (path[..slash], path[(slash + 1)..]);
    }
}
