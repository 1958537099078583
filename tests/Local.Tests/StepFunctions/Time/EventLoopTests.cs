using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.StepFunctions.Time;

public sealed class EventLoopTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Timers_fire_in_the_order_of_their_times()
    {
        using var loop = new EventLoop(Start);

        var log = await loop.InvokeAsync(async () =>
        {
            var log = new List<string>();
            async Task WaitAsync(string name, int seconds)
            {
                await loop.DelayAsync(TimeSpan.FromSeconds(seconds), CancellationToken.None);
                log.Add($"{name} {(loop.Now - Start).TotalSeconds}");
            }
            await Task.WhenAll(WaitAsync("c", 3), WaitAsync("a", 1), WaitAsync("b", 1), WaitAsync("zero", 0));
            return log;
        });

        Assert.That(log, Is.EqualTo(new[] { "zero 0", "a 1", "b 1", "c 3" }));
    }

    [Test]
    public async Task The_clock_stands_while_work_outside_is_under_way()
    {
        using var loop = new EventLoop(Start);
        var work = new TaskCompletionSource<int>();

        var order = await loop.InvokeAsync(async () =>
        {
            var order = new List<string>();
            async Task OutsideAsync()
            {
                await loop.OutsideAsync(work.Task);
                order.Add($"outside at {(loop.Now - Start).TotalSeconds}");
            }
            async Task TimerAsync()
            {
                await loop.DelayAsync(TimeSpan.FromHours(1), CancellationToken.None);
                order.Add($"timer at {(loop.Now - Start).TotalSeconds}");
            }
            var both = Task.WhenAll(OutsideAsync(), TimerAsync());
            _ = Task.Run(() => work.SetResult(1));
            await both;
            return order;
        });

        Assert.That(order, Is.EqualTo(new[] { "outside at 0", "timer at 3600" }));
    }

    [Test]
    public async Task A_cancelled_delay_ends_at_once()
    {
        using var loop = new EventLoop(Start);
        using var source = new CancellationTokenSource();

        var now = await loop.InvokeAsync(async () =>
        {
            using var timer = loop.After(TimeSpan.FromSeconds(1), source.Cancel);
            try
            {
                await loop.DelayAsync(TimeSpan.FromDays(1), source.Token);
            }
            catch (OperationCanceledException)
            {
                // As expected.
            }
            return loop.Now;
        });

        Assert.That(now, Is.EqualTo(Start.AddSeconds(1)));
    }

    [Test]
    public async Task A_disposed_timer_does_not_fire()
    {
        using var loop = new EventLoop(Start);

        var fired = await loop.InvokeAsync(async () =>
        {
            var fired = false;
            loop.After(TimeSpan.FromSeconds(1), () => fired = true).Dispose();
            await loop.DelayAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
            return fired;
        });

        Assert.That(fired, Is.False);
    }

    [Test]
    public async Task All_code_runs_on_the_one_thread()
    {
        using var loop = new EventLoop(Start);

        var threads = await loop.InvokeAsync(async () =>
        {
            var threads = new HashSet<int> { Environment.CurrentManagedThreadId };
            await loop.OutsideAsync(Task.Run(() => 1));
            threads.Add(Environment.CurrentManagedThreadId);
            await loop.DelayAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
            threads.Add(Environment.CurrentManagedThreadId);
            return threads;
        });

        Assert.That(threads, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_exception_reaches_the_caller()
    {
        using var loop = new EventLoop(Start);

        Assert.That(
            () => loop.InvokeAsync<int>(() => throw new InvalidOperationException("broken")),
            Throws.InvalidOperationException.With.Message.EqualTo("broken"));
    }

    [Test]
    public async Task The_clock_of_what_nobody_waits_for_is_never_behind_the_loops()
    {
        using var ofTests = new EventLoop(Start);
        using var ahead = new EventLoop();
        using var real = new EventLoop(realTime: true);
        await ahead.InvokeAsync(async () =>
        {
            await ahead.DelayAsync(TimeSpan.FromDays(1), CancellationToken.None);
            return 0;
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofTests.Clock.GetUtcNow(), Is.EqualTo(Start));
            Assert.That(ahead.Clock.GetUtcNow(), Is.EqualTo(ahead.Now));
            Assert.That(real.Clock.GetUtcNow(), Is.InRange(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1)));
        }
    }

    [Test]
    public async Task In_real_time_a_timer_waits_for_real()
    {
        using var loop = new EventLoop(Start, realTime: true);

        var elapsed = await loop.InvokeAsync(async () =>
        {
            var before = System.Diagnostics.Stopwatch.StartNew();
            await loop.DelayAsync(TimeSpan.FromMilliseconds(30), CancellationToken.None);
            return before.Elapsed;
        });

        Assert.That(elapsed, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(29)));
    }
}
