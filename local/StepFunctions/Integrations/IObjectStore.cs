namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>An object as a listing has it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="ETag">Its entity tag, with the quotation marks that S3 puts around it.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="LastModified">When it was written.</param>
/// <param name="StorageClass">Its storage class, for example <c>STANDARD</c>.</param>
public sealed record ListedObject(string Key, string ETag, long Size, DateTimeOffset LastModified, string StorageClass);

/// <summary>The buckets that distributed Maps read their items from and write their results to.</summary>
public interface IObjectStore
{
    /// <summary>Lists the objects of a bucket, page by page, in the order of their keys.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What the keys begin with; null for all.</param>
    /// <param name="startAfter">The key after which the listing starts; null for the first.</param>
    /// <param name="roleArn">The role to call with.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <exception cref="TaskFailedException">The store refused, as an S3 error: <c>S3.NoSuchBucketException</c> and the like.</exception>
    IAsyncEnumerable<ListedObject> ListAsync(
        string bucket, string? prefix, string? startAfter, string roleArn, CancellationToken cancellation);

    /// <summary>Opens an object; the stream is read from the store as it is consumed.</summary>
    /// <exception cref="TaskFailedException">The store refused.</exception>
    Task<Stream> OpenAsync(string bucket, string key, string? versionId, string roleArn, CancellationToken cancellation);

    /// <summary>Writes an object.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="content">Its content; a stream that can seek.</param>
    /// <param name="contentType">Its content type.</param>
    /// <param name="roleArn">The role to call with.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="TaskFailedException">The store refused.</exception>
    Task PutAsync(
        string bucket, string key, Stream content, string contentType, string roleArn, CancellationToken cancellation);
}
