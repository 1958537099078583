using Fanout.Local.Athena;

namespace Fanout.Tests.Local.Athena;

/// <summary>One engine for all tests of this folder.</summary>
[SetUpFixture]
public sealed class SharedDuckDb
{
    internal static DuckDb Engine { get; } = new(TextWriter.Null);

    [OneTimeTearDown]
    public async Task StopAsync() => await Engine.DisposeAsync();
}
