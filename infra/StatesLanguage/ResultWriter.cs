using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>Where and how a distributed Map writes the results of its children ("ResultWriter (Map)").</summary>
public sealed record ResultWriter
{
    /// <summary>Writes to a bucket.</summary>
    public const string PutObject = "arn:aws:states:::s3:putObject";

    /// <summary>The constant, or null where results stay in the state's output.</summary>
    public string? Resource { get; init; }

    /// <summary>The Bucket and Prefix; may hold expressions.</summary>
    public JsonNode? Arguments { get; init; }

    /// <summary>NONE, COMPACT or FLATTEN.</summary>
    public string? Transformation { get; init; }

    /// <summary>JSON or JSONL.</summary>
    public string? OutputType { get; init; }

    internal JsonObject ToJson() => new JsonFields()
        .Add("WriterConfig", Transformation is null && OutputType is null
            ? null
            : new JsonFields().Add(nameof(Transformation), Transformation).Add(nameof(OutputType), OutputType).Json)
        .Add(nameof(Resource), Resource)
        .Add(nameof(Arguments), Arguments)
        .Json;
}
