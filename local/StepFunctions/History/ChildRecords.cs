using System.Text.Json;

namespace Fanout.Local.StepFunctions.History;

/// <summary>
/// What is kept of child executions, however many there are: when they ran, how long they took, and an example of each
/// error. To be read on the loop.
/// </summary>
public sealed class ChildRecords
{
    private const int MostErrors = 8;
    private const int LongestText = 4_096;
    private const string OtherErrors = "(others)";

    // The upper bounds of durations double from a millisecond on, up to a year and more.
    private readonly long[] _durations = new long[40];
    private readonly Dictionary<string, ChildError> _errors = [];

    /// <summary>When they started and ended, on the loop's clock.</summary>
    public ChildTimeline Timeline { get; } = new();

    /// <summary>When they started and ended, on this machine's clock.</summary>
    public ChildTimeline RealTimeline { get; } = new();

    /// <summary>The errors that they ended with, each with its first example.</summary>
    public IReadOnlyCollection<ChildError> Errors => _errors.Values;

    /// <summary>The shortest one's duration; null where none has ended.</summary>
    public TimeSpan? Shortest { get; private set; }

    /// <summary>The longest one's duration; null where none has ended.</summary>
    public TimeSpan? Longest { get; private set; }

    /// <summary>The duration that a share of them did not exceed, to a power of two; null where none has ended.</summary>
    /// <param name="share">The share, from 0 to 1.</param>
    public TimeSpan? Quantile(double share)
    {
        var total = _durations.Sum();
        var rank = (long)Math.Ceiling(share * total);
        var bound = -1;
        for (var below = 0L; below < rank;)
        {
            below += _durations[++bound];
        }

        return bound < 0 ? null : Min(TimeSpan.FromMilliseconds(Math.Pow(2, bound)), Longest!.Value);
    }

    internal void Start(DateTimeOffset now)
    {
        Timeline.Start(now);
        RealTimeline.Start(DateTimeOffset.UtcNow);
    }

    internal void End(ExecutionOutcome outcome, JsonElement input)
    {
        var duration = outcome.StopTime - outcome.StartTime;
        (Shortest, Longest) = (Min(Shortest ?? duration, duration), duration > (Longest ?? TimeSpan.Zero) ? duration : Longest ?? duration);
        _durations[Math.Clamp((int)Math.Ceiling(Math.Log2(Math.Max(1, duration.TotalMilliseconds))), 0, _durations.Length - 1)]++;
        var isGood = outcome.Status == ExecutionStatus.Succeeded;
        Timeline.End(outcome.StopTime, isGood);
        RealTimeline.End(DateTimeOffset.UtcNow, isGood);
        if (!isGood)
        {
            Note(outcome, input);
        }
    }

    private void Note(ExecutionOutcome outcome, JsonElement input)
    {
        var name = outcome.Error ?? StatusNames.Of(outcome.Status);
        if (!_errors.ContainsKey(name) && _errors.Count >= MostErrors)
        {
            name = OtherErrors;
        }

        if (_errors.TryGetValue(name, out var known))
        {
            known.Count++;
            return;
        }

        _errors[name] = new ChildError(
            name, Cut(outcome.Cause), outcome.FailedState?.Name, Cut(input.GetRawText()), outcome.ExecutionArn)
        { Count = 1 };
    }

    private static string Cut(string? text) =>
        text is null ? "" : text.Length <= LongestText ? text : $"{text[..LongestText]}…";

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>An error that children ended with, and the first that did.</summary>
/// <param name="Name">The error's name, or the status where there is none.</param>
/// <param name="Cause">The first one's cause; cut where it is long.</param>
/// <param name="State">The state that failed; null where none did.</param>
/// <param name="Input">The first one's input, JSON; cut where it is long.</param>
/// <param name="ExecutionArn">The first one.</param>
public sealed record ChildError(string Name, string Cause, string? State, string Input, string ExecutionArn)
{
    /// <summary>How many ended with it.</summary>
    public long Count { get; internal set; }
}
