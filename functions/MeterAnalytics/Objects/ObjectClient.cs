using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Functions.Common;

namespace Fanout.Functions.MeterAnalytics.Objects;

/// <summary>Reads objects of S3 ("GetObject").</summary>
/// <param name="s3">The client of S3.</param>
internal sealed class ObjectClient(IAmazonS3 s3)
{
    /// <summary>Opens an object.</summary>
    /// <returns>Its bytes, read as they come; null where there is no such object.</returns>
    /// <exception cref="ObjectNotReadException">S3 refused it, or could not be reached in several attempts.</exception>
    public async Task<Stream?> OpenAsync(ObjectPath path, CancellationToken cancellation)
    {
        try
        {
            var answer = await s3.GetObjectAsync(
                new GetObjectRequest { BucketName = path.Bucket, Key = SdkKey(path.Key) }, cancellation);
            return answer.ResponseStream;
        }
        catch (AmazonS3Exception problem) when (problem.ErrorCode == "NoSuchKey")
        {
            return null;
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            throw new ObjectNotReadException(
                $"The object {path} could not be read with s3:GetObject: {AwsFailure.Describe(problem)}", problem);
        }
    }

    // AWSSDK.S3 drops a slash that a key begins with, which S3 would keep.
    private static string SdkKey(string key) => key.StartsWith('/') ? $"/{key}" : key;
}
