using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Blocks;

/// <summary>The results that Map Runs write to a bucket: how they are written, and read again ("ResultWriter (Map)").</summary>
internal static class MapRunResults
{
    /// <summary>Where all results are, with the slash at its end.</summary>
    public const string Prefix = "runs/";

    /// <summary>An expression for the Key and Size of the file of what succeeded, from a manifest that was read.</summary>
    public const string SucceededFile = "$parse($states.result.Body).ResultFiles.SUCCEEDED[0]";

    /// <summary>Writes the children's outputs as one JSON array, and what is known of those that failed.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="execution">An expression for the name of the whole execution.</param>
    /// <param name="folder">The folder below that name.</param>
    public static ResultWriter Writer(string bucket, string execution, string folder) => new()
    {
        Resource = ResultWriter.PutObject,
        Arguments = new JsonObject
        {
            ["Bucket"] = bucket,
            ["Prefix"] = Jsonata.Of($"'{Prefix}' & {execution} & '/{folder}'"),
        },
        Transformation = "COMPACT",
        OutputType = "JSON",
    };

    /// <summary>Reads a manifest or a file.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">An expression for the object's key.</param>
    /// <param name="output">An expression for the state's output.</param>
    /// <param name="next">The next state.</param>
    public static TaskState Read(string bucket, string key, string output, string next) => new()
    {
        Resource = Integration.S3GetObject,
        Arguments = new JsonObject { ["Bucket"] = bucket, ["Key"] = Jsonata.Of(key) },
        Output = Jsonata.Of(output),
        Retry = [Payload.Retry],
        Next = next,
    };
}
