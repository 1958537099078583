using System.Text.Json;
using Fanout.Local.Cloud;
using Fanout.Local.Integrations;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.Integrations;

/// <summary>Calls integrations as Task states do.</summary>
internal static class Tasks
{
    public static async Task<JsonElement> CallAsync(string resource, object arguments)
    {
        var cloud = await SharedCloud.GetAsync();
        using var loop = new EventLoop();
        return await Resolve(cloud, resource).CallAsync(
            JsonSerializer.SerializeToElement(arguments),
            new TaskContext
            {
                ExecutionArn = cloud.Account.Arn("states", "execution:machine:test"),
                StateMachineArn = cloud.Account.Arn("states", "stateMachine:machine"),
                RoleArn = AwsAccount.IamArn("role/tester"),
                StateName = "Test",
                MapRun = _ => null,
                Loop = loop,
                Submitted = _ => { },
                Heartbeat = () => { },
            },
            CancellationToken.None);
    }

    public static TaskFailedException Failure(string resource, object arguments) =>
        Assert.ThrowsAsync<TaskFailedException>(() => CallAsync(resource, arguments))!;

    public static async Task<string[]> CheckAsync(string resource, object arguments) =>
        [.. Resolve(await SharedCloud.GetAsync(), resource).CheckArguments(JsonSerializer.SerializeToElement(arguments))];

    private static IIntegration Resolve(LocalCloud cloud, string resource) =>
        new IntegrationCatalog(_ => Task.FromResult(cloud)).Resolve($"arn:aws:states:::{resource}")!;
}
