using Pulumi;

namespace Fanout.Tests.Offline;

/// <summary>What holds of the stand-in alone: what compiles against it must compile against the published package.</summary>
public sealed class StandInTests
{
    [Test]
    public void Nothing_is_offered_that_was_not_compared_with_the_published_package()
        => Assert.That(PublicSurface.Of(typeof(Resource).Assembly).Except(PublicSurface.Expected), Is.Empty, "Not in PublicApi.txt");
}
