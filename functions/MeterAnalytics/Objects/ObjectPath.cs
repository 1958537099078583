namespace Fanout.Functions.MeterAnalytics.Objects;

/// <summary>Where an object of S3 is.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">Its key, as it is: not encoded.</param>
internal readonly record struct ObjectPath(string Bucket, string Key)
{
    /// <inheritdoc/>
    public override string ToString() => $"s3://{Bucket}/{Key}";
}
