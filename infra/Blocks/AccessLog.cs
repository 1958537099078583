namespace Fanout.Infra.Blocks;

/// <summary>Where the access logs of a bucket are delivered to.</summary>
/// <param name="Bucket">The bucket, whose <see cref="SecureBucketArgs.LoggedBuckets"/> name the one that is logged.</param>
/// <param name="Prefix">How the logs' keys begin, with the slash at its end.</param>
public sealed record AccessLog(SecureBucket Bucket, string Prefix);
