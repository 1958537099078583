namespace Fanout.Local.StepFunctions.History;

/// <summary>
/// How many child executions started and ended in each span of time. The spans are as many as fit, and become twice as
/// long when the time they hold is used up, so that an hour takes no more room than a second. To be read on the loop.
/// </summary>
public sealed class ChildTimeline
{
    private const int MostSpans = 128;

    private ChildSpan[] _spans = new ChildSpan[MostSpans];
    private int _used;

    /// <summary>When the first span begins; null where nothing has started.</summary>
    public DateTimeOffset? Begin { get; private set; }

    /// <summary>How long a span is.</summary>
    public TimeSpan Width { get; private set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The spans, up to the last in which anything happened.</summary>
    public IReadOnlyList<ChildSpan> Spans => _spans[.._used];

    internal void Start(DateTimeOffset now)
    {
        Begin ??= now;
        At(now).Started++;
    }

    internal void End(DateTimeOffset now, bool isGood)
    {
        Begin ??= now;
        ref var span = ref At(now);
        span.Ended++;
        span.Failed += isGood ? 0 : 1;
    }

    private ref ChildSpan At(DateTimeOffset now)
    {
        var since = now - Begin!.Value;
        while (since >= Width * MostSpans)
        {
            Fold();
        }

        var index = Math.Max(0, (int)(since / Width));
        _used = Math.Max(_used, index + 1);
        return ref _spans[index];
    }

    private void Fold()
    {
        var folded = new ChildSpan[MostSpans];
        for (var i = 0; i < MostSpans; i++)
        {
            ref var into = ref folded[i / 2];
            into = new ChildSpan(into.Started + _spans[i].Started, into.Ended + _spans[i].Ended, into.Failed + _spans[i].Failed);
        }

        (_spans, _used, Width) = (folded, (_used + 1) / 2, Width * 2);
    }
}

/// <summary>What happened in a span of time.</summary>
/// <param name="Started">How many started.</param>
/// <param name="Ended">How many ended, well or not.</param>
/// <param name="Failed">How many ended, and not well.</param>
public record struct ChildSpan(long Started, long Ended, long Failed);
