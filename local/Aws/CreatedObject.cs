namespace Fanout.Local.Aws;

/// <summary>An object that was made, or made anew.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">Its key.</param>
/// <param name="Operation">The operation that made it: <c>PutObject</c>, <c>CopyObject</c> or <c>CompleteMultipartUpload</c>.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="ETag">Its entity tag, without quotes.</param>
/// <param name="VersionId">Its version, in a bucket that keeps versions.</param>
/// <param name="Caller">The identity that made it.</param>
/// <param name="RequestId">The request's id.</param>
public sealed record CreatedObject(
    string Bucket, string Key, string Operation, long Size, string ETag, string? VersionId, string Caller, string RequestId);
