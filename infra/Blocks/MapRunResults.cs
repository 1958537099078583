using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Blocks;

/// <summary>The results that Map Runs write to a bucket ("ResultWriter (Map)").</summary>
internal static class MapRunResults
{
    /// <summary>Where all results are, with the slash at its end.</summary>
    public const string Prefix = "runs/";

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
}
