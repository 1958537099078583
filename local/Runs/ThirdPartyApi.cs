using Fanout.Infra.Settings;
using Fanout.Local.Stacks;
using Fanout.Samples.StreamAggregator;

namespace Fanout.Local.Runs;

/// <summary>What answers stream-aggregator in the place of the API that it calls: a sample, or a server of the user's own.</summary>
internal static class ThirdPartyApi
{
    /// <summary>What the sample of a served stack knows, the locations of the documentation among them.</summary>
    public static readonly SampleLocations Served = new(Count: 100, RowsPerState: 1_250) { Names = ["paris", "rome"] };

    /// <summary>Lets the API be answered on this machine, where the stack has the workflow.</summary>
    /// <param name="deployment">The stack.</param>
    /// <param name="own">The user's own server; null for the sample.</param>
    /// <param name="locations">What the sample knows.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <returns>The sample; null where none was started.</returns>
    public static async Task<SampleApi?> StartAsync(
        LocalDeployment deployment, Uri? own, SampleLocations locations, CancellationToken cancellation)
    {
        if (!deployment.Stack.Workflows.ContainsKey(WorkflowNames.StreamAggregator))
        {
            return null;
        }

        if (own is null)
        {
            return await SampleAsync(deployment, locations, cancellation);
        }

        Map(deployment, own);
        return null;
    }

    // With the key that the stack has.
    private static async Task<SampleApi> SampleAsync(LocalDeployment deployment, SampleLocations locations, CancellationToken cancellation)
    {
        var header = deployment.Settings.StreamAggregator.ApiKeyHeader;
        var connection = deployment.Cloud.Connections[deployment.Stack.Workflows[WorkflowNames.StreamAggregator]["ConnectionArn"]];
        var key = connection.Headers.Single(entry => entry.Key == header).Value;
        var api = await SampleApi.StartAsync(locations, header, key, cancellation);
        Map(deployment, api.Endpoint);
        return api;
    }

    private static void Map(LocalDeployment deployment, Uri server)
    {
        var settings = deployment.Settings.StreamAggregator;
        deployment.Cloud.Apis.Map(settings.ApiBaseUrl, server);
        deployment.Cloud.Apis.Map(settings.SummaryApiBaseUrl, server);
    }
}
