using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Samples;

namespace Fanout.Local.Services.S3;

/// <summary>The buckets of the local cloud, as services and machines read and write them.</summary>
/// <param name="clientOf">The client of a role that calls.</param>
internal sealed class S3ObjectStore(Func<string, CancellationToken, Task<AmazonS3Client>> clientOf) : IObjectStore
{
    /// <inheritdoc />
    public async IAsyncEnumerable<ListedObject> ListAsync(
        string bucket, string? prefix, string? startAfter, string roleArn, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Keys may hold characters that XML cannot; the client leaves them encoded.
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, StartAfter = startAfter, Encoding = EncodingType.Url };
        do
        {
            var page = await CallAsync(roleArn, client => client.ListObjectsV2Async(request, cancellation), cancellation);
            foreach (var found in page.S3Objects ?? [])
            {
                yield return new ListedObject(
                    WebUtility.UrlDecode(found.Key), found.ETag, found.Size ?? 0, found.LastModified ?? default, found.StorageClass ?? S3StorageClass.Standard);
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <inheritdoc />
    public async Task<Stream> OpenAsync(
        string bucket, string key, string? versionId, string roleArn, CancellationToken cancellation)
    {
        var request = new GetObjectRequest { BucketName = bucket, Key = SdkKey.Of(key), VersionId = versionId };
        return (await CallAsync(roleArn, client => client.GetObjectAsync(request, cancellation), cancellation)).ResponseStream;
    }

    /// <inheritdoc />
    public async Task PutAsync(
        string bucket, string key, Stream content, string contentType, string roleArn, CancellationToken cancellation)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = SdkKey.Of(key),
            InputStream = content,
            ContentType = contentType,
            AutoCloseStream = false,
            UseChunkEncoding = false,
        };
        await CallAsync(roleArn, client => client.PutObjectAsync(request, cancellation), cancellation);
    }

    private async Task<T> CallAsync<T>(string roleArn, Func<AmazonS3Client, Task<T>> call, CancellationToken cancellation)
    {
        var client = await clientOf(roleArn, cancellation);
        try
        {
            return await call(client);
        }
        catch (AmazonS3Exception error)
        {
            throw S3Failure.Of(error);
        }
        catch (Exception problem) when (problem is HttpRequestException or AmazonClientException)
        {
            throw S3Failure.Of(problem);
        }
    }
}
