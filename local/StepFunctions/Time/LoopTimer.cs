namespace Fanout.Local.StepFunctions.Time;

/// <summary>A timer of an <see cref="EventLoop"/>; disposing it before it is due cancels it.</summary>
internal sealed class LoopTimer(DateTimeOffset due, TimeSpan outsideTimeAtStart, Action callback) : IDisposable
{
    private Action? _callback = callback;

    public DateTimeOffset Due { get; } = due;

    /// <summary>The real time that the loop had spent waiting for work outside when the timer was started.</summary>
    public TimeSpan OutsideTimeAtStart { get; } = outsideTimeAtStart;

    public bool IsDisposed => _callback is null;

    public void Fire() => Interlocked.Exchange(ref _callback, null)?.Invoke();

    public void Dispose() => _callback = null;
}
