using Fanout.Local.Jsonata;

namespace Fanout.Tests.Local;

/// <summary>The one JSONata engine of all tests; started by the first that asks for it.</summary>
[SetUpFixture]
public sealed class SharedEngine
{
    private static readonly Lazy<Task<Engine>> Started = new(() => Engine.StartAsync(TestContext.Progress, CancellationToken.None));

    public static Task<Engine> GetAsync() => Started.Value;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Started.IsValueCreated)
        {
            await (await Started.Value).DisposeAsync();
        }
    }
}
