using Fanout.Local.Aws;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>The zips that requests bring, or name by their place in a bucket.</summary>
/// <param name="deployments">Keeps them.</param>
/// <param name="objects">The buckets.</param>
internal sealed class Packages(FunctionDeployments deployments, IObjectStore objects)
{
    // A zip that comes with a request ("Lambda quotas").
    private const int LargestUpload = 50 << 20;

    /// <summary>The members that name a zip.</summary>
    public static IReadOnlyList<string> Members { get; } = ["S3Bucket", "S3Key", "S3ObjectVersion", "ZipFile"];

    /// <summary>The path of the zip that a request asks for.</summary>
    /// <param name="code">What it says of it.</param>
    /// <param name="call">The request, whose caller must be allowed to read the object.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ServiceException">There is none.</exception>
    public async Task<string> PathAsync(RequestMembers code, ServiceCall call, CancellationToken cancellation)
    {
        var (zip, bucket, key) = (code.Text("ZipFile"), code.Text("S3Bucket"), code.Text("S3Key"));
        return (zip, bucket, key) switch
        {
            (not null, null, null) => deployments.Keep(Decoded(zip)),
            (null, not null, not null) => deployments.Keep(await ReadAsync(bucket, key, code.Text("S3ObjectVersion"), call, cancellation)),
            _ => throw new ServiceException(
                FunctionRequest.Invalid, "Please provide a source for function code: either ZipFile, or S3Bucket and S3Key."),
        };
    }

    private static byte[] Decoded(string zip)
    {
        try
        {
            var decoded = Convert.FromBase64String(zip);
            return decoded.Length <= LargestUpload
                ? decoded
                : throw new ServiceException("RequestEntityTooLargeException", $"The zip has {decoded.Length} bytes; allowed are {LargestUpload}, and more from a bucket.", 413);
        }
        catch (FormatException)
        {
            throw new ServiceException("SerializationException", "ZipFile is not Base64.");
        }
    }

    private async Task<byte[]> ReadAsync(string bucket, string key, string? version, ServiceCall call, CancellationToken cancellation)
    {
        try
        {
            await using var content = await objects.OpenAsync(bucket, key, version, call.Caller.Identity, cancellation);
            using var whole = new MemoryStream();
            await content.CopyToAsync(whole, cancellation);
            return whole.ToArray();
        }
        catch (TaskFailedException failure)
        {
            throw new ServiceException(
                FunctionRequest.Invalid, $"Error occurred while GetObject. S3 Error Message: {failure.Cause}");
        }
    }
}
