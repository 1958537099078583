using Fanout.Local;
using Fanout.Local.Runs.Access;

namespace Fanout.Tests.Local.Runs;

public sealed class CleanupTests
{
    [Test]
    public async Task Everything_is_taken_away_the_last_first_whatever_cannot_be()
    {
        var (cleanup, removed) = (new Cleanup(), new List<string>());
        foreach (var name in new[] { "first", "second", "third" })
        {
            cleanup.Add(name, _ =>
            {
                removed.Add(name);
                return name == "second" ? Task.FromException(new LocalException("it is busy")) : Task.CompletedTask;
            });
        }

        var problems = await cleanup.RunAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(removed, Is.EqualTo(new[] { "third", "second", "first" }));
            Assert.That(problems, Is.EqualTo(new[] { "second could not be deleted: it is busy" }));
            Assert.That(await cleanup.RunAsync(CancellationToken.None), Is.Empty);
        }
    }

    [Test]
    public async Task What_is_waited_for_is_asked_for_until_it_is_there_or_patience_ends()
    {
        var (asked, pace) = (0, new Pace(TimeSpan.FromTicks(1), TimeSpan.FromTicks(1), TimeSpan.Zero));

        var there = await pace.UntilAsync(() => Task.FromResult(++asked), answer => answer == 3, CancellationToken.None);
        var last = await pace.UntilSeenAsync(() => Task.FromResult(++asked), answer => answer == 9, CancellationToken.None);

        Assert.That((there, last), Is.EqualTo((3, 4)));
    }
}
