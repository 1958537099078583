using Pulumi;

namespace Fanout.Tests.Offline;

/// <summary>
/// The stand-in offers nothing that the published package does not: what compiles against it must compile against
/// that. PublicApi.txt was compared with the package's sources; a line that is added to it must be, too.
/// </summary>
public sealed class PublicSurfaceTests
{
    [Test]
    public void The_public_surface_is_the_one_that_was_compared_with_the_published_package()
    {
        var expected = File.ReadAllLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "PublicApi.txt"));
        var actual = PublicSurface.Of(typeof(Resource).Assembly).ToArray();

        Assert.That(actual.Except(expected), Is.Empty, "Not in PublicApi.txt");
        Assert.That(expected.Except(actual), Is.Empty, "Only in PublicApi.txt");
    }
}
