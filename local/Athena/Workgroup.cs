using System.Collections.Immutable;
using Fanout.Local.Cloud;

namespace Fanout.Local.Athena;

/// <summary>A workgroup as it was deployed ("Use workgroups to control query access and costs").</summary>
/// <param name="Name">Its name.</param>
/// <param name="Enforces">Whether its settings go before those of a request.</param>
/// <param name="OutputLocation">Where results go.</param>
/// <param name="BytesScannedCutoff">The most that a query may read, in bytes.</param>
public sealed record Workgroup(string Name, bool Enforces, string? OutputLocation, long? BytesScannedCutoff)
{
    /// <summary>The smallest cutoff that Athena takes, in bytes.</summary>
    public const long SmallestCutoff = 10_000_000;

    /// <summary>The workgroup that every account has.</summary>
    public static Workgroup Primary { get; } = new("primary", Enforces: false, OutputLocation: null, BytesScannedCutoff: null);

    /// <summary>Reads the inputs of <c>aws:athena/workgroup:Workgroup</c>.</summary>
    /// <exception cref="LocalException">The location or the cutoff is none.</exception>
    public static Workgroup Of(CloudResource resource)
    {
        var configuration = resource.Map("configuration") ?? [];
        var results = configuration.GetValueOrDefault("resultConfiguration") as ImmutableDictionary<string, object> ?? [];
        var location = results.GetValueOrDefault("outputLocation") as string;
        if (location is not null && S3Location.Parse(location) is null)
        {
            throw new LocalException($"outputLocation '{location}' is not an S3 location such as s3://bucket/prefix/.");
        }
        var cutoff = configuration.GetValueOrDefault("bytesScannedCutoffPerQuery") is double bytes ? (long)bytes : (long?)null;
        if (cutoff < SmallestCutoff)
        {
            throw new LocalException($"bytesScannedCutoffPerQuery is {cutoff}; the least that Athena takes is {SmallestCutoff}.");
        }
        return new Workgroup(
            resource.Name,
            configuration.GetValueOrDefault("enforceWorkgroupConfiguration") is not false,
            location,
            cutoff);
    }
}
