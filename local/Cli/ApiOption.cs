using System.CommandLine;
using Fanout.Infra.Settings;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The option <c>--api</c>: a server of one's own for the workflow that asks a third-party API.</summary>
internal static class ApiOption
{
    /// <summary>Creates the option.</summary>
    public static Option<Uri?> Create() => new("--api")
    {
        Description = $"What answers {WorkflowNames.StreamAggregator} in the place of its third-party API, on this machine; a sample by default",
        HelpName = "URL",
        CustomParser = EndpointOption.Parse("--api"),
    };
}
