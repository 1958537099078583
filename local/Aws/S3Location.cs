namespace Fanout.Local.Aws;

/// <summary>A place in S3, <c>s3://bucket/prefix/</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What keys there begin with; empty or ending in a slash.</param>
internal sealed record S3Location(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>Reads a location; null where it is none.</summary>
    public static S3Location? Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return null;
        }
        var path = text[Scheme.Length..];
        var slash = path.IndexOf('/');
        var (bucket, prefix) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        return bucket.Length == 0
            ? null
            : new S3Location(bucket, prefix.Length == 0 || prefix.EndsWith('/') ? prefix : $"{prefix}/");
    }

    /// <summary>The address of a key below.</summary>
    public string Of(string name) => $"{Scheme}{Bucket}/{Prefix}{name}";

    /// <inheritdoc />
    public override string ToString() => Of("");
}
