using Pulumi;

namespace Fanout.Tests.Offline;

/// <summary>PublicApi.txt was compared with the published package's sources; a line that is added to it must be, too.</summary>
public sealed class PublicSurfaceTests
{
    [Test]
    public void What_the_list_holds_is_there()
        => Assert.That(PublicSurface.Expected.Except(PublicSurface.Of(typeof(Resource).Assembly)), Is.Empty, "Only in PublicApi.txt");
}
