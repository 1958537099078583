using Fanout.Local.Jsonata;

// Much of each test is a wait for a process that starts.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]

namespace Fanout.Tests.EndToEnd;

/// <summary>Installs the engine's npm package first, so that no test depends on which other one ran before it.</summary>
[SetUpFixture]
public class Preparation
{
    [OneTimeSetUp]
    public async Task InstallEngineAsync() =>
        await (await Engine.StartAsync(TestContext.Progress, CancellationToken.None)).DisposeAsync();
}
