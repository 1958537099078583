using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Integrations.Catalog;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;
using Fanout.Tests.Local.Iam;
using Fanout.Tests.Local.StepFunctions;

namespace Fanout.Tests.Local.Integrations;

/// <summary>One local cloud, with its emulator, for all tests of integrations; each test has its own bucket, topic or queue.</summary>
[SetUpFixture]
public sealed class SharedCloud
{
    public const string Role = "arn:aws:iam::123456789012:role/machine";

    private static LocalCloud? _cloud;

    internal static LocalCloud Cloud => _cloud!;

    internal static IntegrationCatalog Catalog { get; } = new(_ => Task.FromResult(Cloud));

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cloud = await LocalCloud.StartAsync(
            new LocalCloudOptions(new AwsAccount("us-east-1"), Emulator: null, Port: 0, TextWriter.Null), CancellationToken.None);
        _cloud.Iam.AllowAll(Role);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await (_cloud?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <summary>Makes a call as a Task state does.</summary>
    /// <param name="resource">What follows <c>arn:aws:states:::</c>.</param>
    /// <param name="arguments">The arguments, as JSON.</param>
    /// <param name="submitted">Told, on the loop, what was started and is waited for.</param>
    /// <param name="role">The role to call with.</param>
    /// <param name="cancellation">Gives the Task up.</param>
    /// <param name="now">What the execution's clock shows; the time by default.</param>
    internal static async Task<JsonElement> CallAsync(
        string resource,
        string arguments,
        Action<JsonElement>? submitted = null,
        string role = Role,
        DateTimeOffset? now = null,
        CancellationToken cancellation = default)
    {
        using var loop = new EventLoop(now);
        return await loop.InvokeAsync(() => Catalog.Resolve($"arn:aws:states:::{resource}")!.CallOnLoopAsync(
            JsonElement.Parse(arguments),
            new TaskContext
            {
                ExecutionArn = "arn:aws:states:us-east-1:123456789012:execution:machine:run",
                StateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:machine",
                RoleArn = role,
                StateName = "Call",
                Callbacks = new TaskCallbacks(),
                ExpectStart = (_, _) => throw new NotSupportedException("No task has a state machine here."),
                Loop = loop,
                Submitted = answer =>
                {
                    Assert.That(loop.IsCurrent);
                    submitted?.Invoke(answer);
                },
                Heartbeat = () => { },
            },
            cancellation));
    }

    /// <summary>The error of a call that fails.</summary>
    internal static async Task<TaskFailedException> FailureAsync(string resource, string arguments, string role = Role) =>
        (await Assert.ThrowsAsync<TaskFailedException>(() => CallAsync(resource, arguments, role: role)))!;
}
