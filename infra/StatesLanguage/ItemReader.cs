using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>Where a distributed Map reads its items from ("ItemReader (Map)").</summary>
public sealed record ItemReader
{
    /// <summary>Reads the items of one object, or of the data files that a manifest names.</summary>
    public const string GetObject = "arn:aws:states:::s3:getObject";

    /// <summary>Lists the objects of a bucket, each of them an item.</summary>
    public const string ListObjects = "arn:aws:states:::s3:listObjectsV2";

    /// <summary>One of the constants.</summary>
    public required string Resource { get; init; }

    /// <summary>The request's Bucket and Key or Prefix; may hold expressions.</summary>
    public required JsonNode Arguments { get; init; }

    /// <summary>How the object is read.</summary>
    public ReaderConfig? ReaderConfig { get; init; }

    internal JsonObject ToJson() => new JsonFields()
        .Add(nameof(Resource), Resource)
        .Add(nameof(ReaderConfig), ReaderConfig?.ToJson())
        .Add(nameof(Arguments), Arguments)
        .Json;
}
