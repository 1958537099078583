using Pulumi;

namespace Fanout.Tests.Offline;

/// <summary>What holds of the stand-in alone: what compiles against it must compile against the published package.</summary>
public sealed class StandInTests
{
    [Test]
    public void Nothing_is_offered_that_was_not_compared_with_the_published_package()
        => Assert.That(PublicSurface.Of(typeof(Resource).Assembly).Except(PublicSurface.Expected), Is.Empty, "Not in PublicApi.txt");

    [Test]
    public void A_failure_that_another_resource_waits_for_is_told_twice()
        => Assert.That(
            () => new Recorder { Answer = _ => throw new RunException("No such thing.") }.RunAsync(() =>
            {
                var thing = new Thing("thing");
                _ = new Thing("next", new ThingArgs { Text = thing.Arn });
            }),
            Throws.TypeOf<AggregateException>()
                .With.Message.Contains("No such thing.")
                .And.Message.Contains("error serializing property \"text\": No such thing."));
}
