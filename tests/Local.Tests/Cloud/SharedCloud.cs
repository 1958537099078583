using Fanout.Local.Cloud;

namespace Fanout.Tests.Local;

/// <summary>The one emulated account of all tests; started by the first that asks for it. Each test names its own resources.</summary>
[SetUpFixture]
public sealed class SharedCloud
{
    private static readonly Lazy<Task<LocalCloud>> Started = new(() => LocalCloud.StartAsync(
        new LocalCloudOptions(new AwsAccount("us-east-1"), Emulator: null, Port: 0, TestContext.Progress), CancellationToken.None));

    public static Task<LocalCloud> GetAsync() => Started.Value;

    /// <summary>A name that no other test uses.</summary>
    public static string NewName(string prefix) => $"{prefix}-{Guid.NewGuid():N}";

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Started.IsValueCreated)
        {
            await (await Started.Value).DisposeAsync();
        }
    }
}
