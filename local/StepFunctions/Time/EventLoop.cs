using System.Diagnostics;

namespace Fanout.Local.StepFunctions.Time;

/// <summary>
/// The one thread on which all executions of a run take place, and their clock. Code that is started with
/// <see cref="InvokeAsync"/> continues on this thread after every await. Time is virtual: when nothing is left to do
/// and nothing is under way outside, the clock jumps to the next timer. While something is under way outside, a timer
/// fires only when as much real time has passed without anything else happening, so that what hangs meets its timeout.
/// </summary>
public sealed class EventLoop : IDisposable
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];
    private readonly PriorityQueue<LoopTimer, (DateTimeOffset Due, long Order)> _timers = new();
    private readonly object _monitor = new();
    private readonly Thread _thread;
    private readonly LoopContext _context;
    private readonly bool _realTime;
    private readonly bool _followsRealTime;
    private readonly Stopwatch _stopwatch = Stopwatch.StartNew();
    private readonly DateTimeOffset _start;
    private long _ticks;
    private TimeSpan _outsideTime;
    private TimeSpan _outsideTimeAtLastMove;
    private int _outside;
    private long _order;
    private bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="start">What the clock shows first; the real time by default.</param>
    /// <param name="realTime">Whether timers wait for real.</param>
    public EventLoop(DateTimeOffset? start = null, bool realTime = false)
    {
        _realTime = realTime;
        _followsRealTime = start is null;
        _start = start ?? DateTimeOffset.UtcNow;
        _ticks = _start.UtcTicks;
        Clock = new LoopClock(this);
        _context = new LoopContext(this);
        _thread = new Thread(Run) { IsBackground = true, Name = nameof(EventLoop) };
        _thread.Start();
    }

    /// <summary>Whether timers wait for real.</summary>
    public bool IsRealTime => _realTime;

    /// <summary>The time on the loop's clock; for any thread.</summary>
    public DateTimeOffset Now => _realTime ? _start + _stopwatch.Elapsed : VirtualNow;

    /// <summary>The clock of what no execution waits for: the real time, but never behind <see cref="Now"/>.</summary>
    public TimeProvider Clock { get; }

    // Written by the loop, read by any thread.
    private DateTimeOffset VirtualNow => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Whether the caller runs on the loop.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Runs asynchronous code on the loop; callable from any thread.</summary>
    public Task<T> InvokeAsync<T>(Func<Task<T>> work)
    {
        if (IsCurrent)
        {
            return work();
        }
        var result = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ =>
        {
            try
            {
                CatchUp();
                result.SetResult(work());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        }, null);
        return result.Task.Unwrap();
    }

    /// <summary>
    /// Awaits, on the loop, work that takes real time and goes on elsewhere. Whatever is not finished by the loop
    /// itself must be awaited through here: the clock would not wait for it.
    /// </summary>
    public async Task<T> OutsideAsync<T>(Task<T> work)
    {
        _outside++;
        try
        {
            return await work;
        }
        finally
        {
            _outside--;
        }
    }

    /// <summary>
    /// Awaits, on the loop, work of its own that somebody outside waits for, whom <see cref="OutsideAsync"/> awaits: meanwhile
    /// he does nothing that the clock would have to wait for.
    /// </summary>
    public async Task<T> InsideAsync<T>(Task<T> work)
    {
        _outside--;
        try
        {
            return await work;
        }
        finally
        {
            _outside++;
        }
    }

    /// <summary>Waits on the loop's clock.</summary>
    public async Task DelayAsync(TimeSpan delay, CancellationToken cancellation)
    {
        // Task.WaitAsync would continue by way of the thread pool, which the loop does not see.
        var elapsed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellation.Register(() => elapsed.TrySetCanceled(cancellation));
        using var timer = After(delay, () => elapsed.TrySetResult());
        await elapsed.Task;
    }

    /// <summary>Calls back on the loop when the time has passed, unless the timer is disposed before.</summary>
    public IDisposable After(TimeSpan delay, Action callback)
    {
        var timer = new LoopTimer(Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero), _outsideTime, callback);
        _timers.Enqueue(timer, (timer.Due, _order++));
        return timer;
    }

    /// <summary>Ends the thread; what still waits is never continued.</summary>
    public void Dispose()
    {
        lock (_monitor)
        {
            _stopping = true;
            Monitor.Pulse(_monitor);
        }
        if (!IsCurrent)
        {
            _thread.Join();
        }
    }

    private void Post(SendOrPostCallback callback, object? state)
    {
        lock (_monitor)
        {
            _queue.Enqueue((callback, state));
            Monitor.Pulse(_monitor);
        }
    }

    private void Run()
    {
        SynchronizationContext.SetSynchronizationContext(_context);
        while (Next() is { } work)
        {
            work.Callback(work.State);
        }
    }

    /// <summary>The next thing to do, after waiting for it; null where the loop ends.</summary>
    private (SendOrPostCallback Callback, object? State)? Next()
    {
        lock (_monitor)
        {
            while (!_stopping)
            {
                if (_queue.TryDequeue(out var work))
                {
                    return work;
                }
                if (NextTimer() is not { } timer)
                {
                    WaitFor(Timeout.InfiniteTimeSpan);
                }
                else if (TimeUntil(timer) is { Ticks: > 0 } wait)
                {
                    WaitFor(wait);
                }
                else
                {
                    _timers.Dequeue();
                    MoveTo(timer.Due);
                    return (_ => timer.Fire(), null);
                }
            }
            return null;
        }
    }

    private LoopTimer? NextTimer()
    {
        while (_timers.TryPeek(out var timer, out _))
        {
            if (!timer.IsDisposed)
            {
                return timer;
            }
            _timers.Dequeue();
        }
        return null;
    }

    /// <summary>The real time to wait until a timer may fire.</summary>
    private TimeSpan TimeUntil(LoopTimer timer)
    {
        if (_realTime)
        {
            return timer.Due - Now;
        }
        if (_outside == 0)
        {
            return TimeSpan.Zero;
        }
        var credit = _outsideTime - (timer.OutsideTimeAtStart > _outsideTimeAtLastMove ? timer.OutsideTimeAtStart : _outsideTimeAtLastMove);
        return timer.Due - VirtualNow - credit;
    }

    private void WaitFor(TimeSpan wait)
    {
        var started = _stopwatch.Elapsed;
        // A wait for longer than Monitor can express is made in parts.
        Monitor.Wait(_monitor, wait > TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : wait);
        if (_outside > 0)
        {
            _outsideTime += _stopwatch.Elapsed - started;
        }
    }

    /// <summary>Lets the clock show the real time again where nothing was done for a while; it never goes back.</summary>
    private void CatchUp()
    {
        if (_followsRealTime && _outside == 0 && NextTimer() is null)
        {
            MoveTo(DateTimeOffset.UtcNow);
        }
    }

    private void MoveTo(DateTimeOffset due)
    {
        if (due > VirtualNow)
        {
            Volatile.Write(ref _ticks, due.UtcTicks);
            _outsideTimeAtLastMove = _outsideTime;
        }
    }

    private sealed class LoopClock(EventLoop loop) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() =>
            !loop._realTime && loop._followsRealTime && base.GetUtcNow() is var real && real > loop.Now ? real : loop.Now;
    }

    private sealed class LoopContext(EventLoop loop) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => loop.Post(d, state);

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new NotSupportedException("Work is posted to the event loop, never sent.");

        public override SynchronizationContext CreateCopy() => this;
    }
}
