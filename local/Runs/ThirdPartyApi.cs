using Fanout.Local.Cloud;
using Fanout.Local.Stacks;
using Fanout.Samples.StreamAggregator;

namespace Fanout.Local.Runs;

/// <summary>What answers stream-aggregator in the place of the API that it calls: a sample, or a server of the user's own.</summary>
internal static class ThirdPartyApi
{
    /// <summary>What the sample of a served stack knows, the locations of the documentation among them.</summary>
    public static readonly SampleLocations Served = new(Count: 100, RowsPerState: 1_250) { Names = ["paris", "rome"] };

    /// <summary>Lets the API of the stack's settings be answered on this machine, whether the workflow is deployed or will be.</summary>
    /// <param name="deployment">The stack.</param>
    /// <param name="own">The user's own server; null for the sample.</param>
    /// <param name="locations">What the sample knows.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <returns>The sample; null where the user's own server takes its place.</returns>
    public static async Task<SampleApi?> StartAsync(
        LocalDeployment deployment, Uri? own, SampleLocations locations, CancellationToken cancellation)
    {
        var settings = deployment.Settings.StreamAggregator;
        var api = own is null
            ? await SampleApi.StartAsync(locations, () => Keys(deployment.Cloud), cancellation)
            : null;
        var server = own ?? api!.Endpoint;
        deployment.Cloud.Apis.Map(settings.ApiBaseUrl, server);
        deployment.Cloud.Apis.Map(settings.SummaryApiBaseUrl, server);
        return api;
    }

    // Those that the account's connections have at the time of a call: one may be made, or changed, while the API is served.
    private static IEnumerable<KeyValuePair<string, string>> Keys(LocalCloud cloud) => cloud.Connections.Values.Select(connection => connection.Authorization);
}
