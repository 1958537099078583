using System.CommandLine;

namespace Fanout.Local.Cli;

/// <summary>The option <c>--location</c>: what a third-party API is asked about of which nothing else is known.</summary>
internal static class LocationOption
{
    /// <summary>Creates the option; it may be given more than once.</summary>
    public static Option<string[]> Create() => new("--location")
    {
        Description = "The id of a location that your API knows; may be given more than once. Its rows are checked against its own counts",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "ID",
    };
}
