using Pulumi;

namespace Fanout.Infra.Blocks;

/// <summary>What a bucket is.</summary>
public sealed record SecureBucketArgs
{
    /// <summary>The bucket's name; see <see cref="StackContext.BucketNameOf"/>.</summary>
    public required Input<string> Name { get; init; }

    /// <summary>Key prefixes of objects that are not kept, each with the days after which they expire.</summary>
    public IReadOnlyDictionary<string, int> TemporaryPrefixes { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether prod keeps what is overwritten or deleted for thirty days.</summary>
    public bool KeepsVersionsInProd { get; init; }

    /// <summary>Where S3 delivers the bucket's access logs; null where it keeps none.</summary>
    public AccessLog? AccessLog { get; init; }

    /// <summary>The names of the buckets whose access logs are delivered to this one.</summary>
    public IReadOnlyList<Output<string>> LoggedBuckets { get; init; } = [];

    /// <summary>The bucket's tags.</summary>
    public required InputMap<string> Tags { get; init; }
}
