using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>A workgroup ("Use workgroups to control query access and costs").</summary>
/// <param name="Name">Its name.</param>
/// <param name="Enforces">Whether its settings go before those of a request.</param>
/// <param name="OutputLocation">Where results go.</param>
/// <param name="BytesScannedCutoff">The most that a query may read, in bytes.</param>
public sealed partial record Workgroup(string Name, bool Enforces, string? OutputLocation, long? BytesScannedCutoff)
{
    /// <summary>The smallest cutoff that Athena takes, in bytes.</summary>
    public const long SmallestCutoff = 10_000_000;

    private const int LongestDescription = 1024;

    /// <summary>The workgroup that every account has.</summary>
    public static Workgroup Primary { get; } = new("primary", Enforces: false, OutputLocation: null, BytesScannedCutoff: null)
    {
        Definition = JsonElement.Parse("""
            {"Name": "primary", "State": "ENABLED", "Configuration": {"EnforceWorkGroupConfiguration": false, "PublishCloudWatchMetricsEnabled": false, "RequesterPaysEnabled": false}}
            """),
    };

    /// <summary>Whether queries may be started in it.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The workgroup as it was given: Name, Description, State, Configuration, CreationTime ("WorkGroup").</summary>
    public JsonElement Definition { get; init; }

    /// <summary>What a workgroup's name must match.</summary>
    [GeneratedRegex("[a-zA-Z0-9._-]{1,128}")]
    public static partial Regex NamePattern { get; }

    /// <summary>Reads a workgroup ("WorkGroup", Athena API Reference).</summary>
    /// <exception cref="LocalException">A member is wrong.</exception>
    public static Workgroup Of(ApiArguments workgroup)
    {
        workgroup.OptionalText("Description", LongestDescription);
        var configuration = workgroup.OptionalObject("Configuration");
        var location = configuration?.OptionalObject("ResultConfiguration")?.OptionalText("OutputLocation");
        if (location is not null && S3Location.Parse(location) is null)
        {
            throw new LocalException($"OutputLocation '{location}' is not an S3 location such as s3://bucket/prefix/.");
        }

        if (configuration?.OptionalObject("ManagedQueryResultsConfiguration")?.Flag("Enabled") == true)
        {
            throw new LocalException("ManagedQueryResultsConfiguration is not supported by the local cloud; give ResultConfiguration.OutputLocation.");
        }

        var cutoff = configuration?.Whole("BytesScannedCutoffPerQuery", long.MinValue, long.MaxValue);
        if (cutoff < SmallestCutoff)
        {
            throw new LocalException($"BytesScannedCutoffPerQuery is {cutoff}; the least that Athena takes is {SmallestCutoff}.");
        }

        return new Workgroup(
            workgroup.Text("Name", NamePattern), configuration?.Flag("EnforceWorkGroupConfiguration") ?? true, location, cutoff)
        {
            IsEnabled = workgroup.Choice("State", "ENABLED", "DISABLED") != "DISABLED",
            Definition = workgroup.Json.Clone(),
        };
    }
}
