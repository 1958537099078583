using Fanout.Local;
using Fanout.Local.Stacks;

namespace Fanout.Tests.Local.Stacks;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class NeededPartsTests
{
    private readonly TaskCompletionSource<string> _lost = new();

    [Test]
    public async Task Work_that_loses_nothing_gives_its_result()
    {
        Assert.That(await NeededParts.DoAsync(_lost.Task, _ => Task.FromResult(7), CancellationToken.None), Is.EqualTo(7));
    }

    [Test]
    public async Task Work_is_ended_with_the_sentence_when_a_part_is_lost()
    {
        var wasCancelled = false;

        var error = await Assert.ThrowsAsync<LocalException>(() => NeededParts.DoAsync(_lost.Task, WorkAsync, CancellationToken.None));

        Assert.That(error!.Message, Is.EqualTo("The part stopped."));
        Assert.That(wasCancelled, Is.True);

        async Task<int> WorkAsync(CancellationToken cancellation)
        {
            using var registration = cancellation.Register(() => wasCancelled = true);
            _lost.SetResult("The part stopped.");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return 0;
        }
    }

    [Test]
    public void Work_that_does_not_end_is_not_waited_for()
    {
        _lost.SetResult("The part stopped.");

        Assert.That(
            () => NeededParts.DoAsync(_lost.Task, _ => new TaskCompletionSource<int>().Task, CancellationToken.None),
            Throws.TypeOf<LocalException>().With.Message.EqualTo("The part stopped."));
    }

    [Test]
    public void The_sentence_comes_before_what_went_wrong_because_of_it()
    {
        Assert.That(
            () => NeededParts.DoAsync(_lost.Task, WorkAsync, CancellationToken.None),
            Throws.TypeOf<LocalException>().With.Message.EqualTo("The part stopped."));

        Task<int> WorkAsync(CancellationToken cancellation)
        {
            _ = Task.Run(() => _lost.SetResult("The part stopped."), CancellationToken.None);
            return Task.FromException<int>(new IOException("Broken pipe"));
        }
    }

    [Test]
    public void Work_that_is_cancelled_while_its_parts_end_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();

        Assert.That(
            () => NeededParts.DoAsync(_lost.Task, WorkAsync, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());

        Task<int> WorkAsync(CancellationToken token)
        {
            _lost.SetResult("The part stopped.");
            _ = Task.Run(cancellation.Cancel, CancellationToken.None);
            return new TaskCompletionSource<int>().Task;
        }
    }

    [Test]
    public async Task Work_that_was_done_before_a_part_was_lost_gives_its_result()
    {
        _lost.SetResult("The part stopped.");

        Assert.That(await NeededParts.DoAsync(_lost.Task, _ => Task.FromResult(7), CancellationToken.None), Is.EqualTo(7));
    }

    [Test]
    public void Work_that_fails_by_itself_keeps_its_error()
    {
        Assert.That(
            () => NeededParts.DoAsync(_lost.Task, _ => Task.FromException<int>(new IOException("The disk is full")), CancellationToken.None),
            Throws.TypeOf<IOException>().With.Message.EqualTo("The disk is full"));
    }
}
