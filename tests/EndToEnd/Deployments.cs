using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Stacks;

namespace Fanout.Tests.EndToEnd;

/// <summary>Deployments of the stack dev with settings of a test's own.</summary>
internal static class Deployments
{
    public static Task<LocalDeployment> StartAsync(JsonObject settings, string section = "parallelMap") =>
        StartAsync(new Dictionary<string, string> { [section] = settings.ToJsonString() });

    public static async Task<LocalDeployment> StartAsync(
        IReadOnlyDictionary<string, string> settings, Func<CloudResource, CloudResource>? amend = null, Uri? emulator = null)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None);
        var values = new Dictionary<string, string>(config.Values);
        foreach (var (key, value) in settings)
        {
            values[$"fanout:{key}"] = value;
        }

        return await LocalDeployment.StartAsync(
            config with { Values = values },
            new LocalCloudOptions(new AwsAccount(config.LocalRegion), emulator, Port: 0, TestContext.Progress),
            realTime: false,
            CancellationToken.None,
            amend: amend);
    }
}
