using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Local.StepFunctions.History;

namespace Fanout.Local.WebConsole.Reading;

/// <summary>How many there are in which state.</summary>
internal sealed record CountsView(long Total, long Pending, long Running, long Succeeded, long Failed, long TimedOut, long Aborted)
{
    /// <summary>Copies counts; to be called on the loop.</summary>
    public static CountsView Of(MapRunCounts counts) => new(
        counts.Total, counts.Pending, counts.Running, counts.Succeeded, counts.Failed, counts.TimedOut, counts.Aborted);

    /// <summary>Each with its word, but for those that are none.</summary>
    public IEnumerable<(string Kind, string Word, long Number)> Parts => new (string, string, long)[]
    {
        ("ok", "succeeded", Succeeded),
        ("running", "running", Running),
        ("idle", "pending", Pending),
        ("failed", "failed", Failed),
        ("failed", "timed out", TimedOut),
        ("aborted", "stopped", Aborted),
    }.Where(part => part.Item3 > 0);
}

/// <summary>What is kept of child executions beside their number.</summary>
internal sealed record ChildrenView(
    TimeSpan? Shortest,
    TimeSpan? Median,
    TimeSpan? NinetyFifth,
    TimeSpan? Longest,
    IReadOnlyList<ChildError> Errors,
    SpansView Spans,
    SpansView RealSpans)
{
    /// <summary>Copies what is kept; to be called on the loop.</summary>
    public static ChildrenView Of(ChildRecords children) => new(
        children.Shortest,
        children.Quantile(0.5),
        children.Quantile(0.95),
        children.Longest,
        [.. children.Errors.Select(error => error with { }).OrderByDescending(error => error.Count)],
        SpansView.Of(children.Timeline),
        SpansView.Of(children.RealTimeline));
}

/// <summary>How many started and ended in each span of time.</summary>
/// <param name="Begin">When the first span begins.</param>
/// <param name="Width">How long each is.</param>
/// <param name="All">The spans.</param>
internal sealed record SpansView(DateTimeOffset Begin, TimeSpan Width, IReadOnlyList<ChildSpan> All)
{
    /// <summary>Copies what is kept; to be called on the loop.</summary>
    public static SpansView Of(ChildTimeline timeline) => new(timeline.Begin ?? default, timeline.Width, [.. timeline.Spans]);
}

/// <summary>A Map Run.</summary>
internal sealed record MapRunView(
    string Arn,
    string Label,
    string Status,
    DateTimeOffset Start,
    DateTimeOffset? Stop,
    long MaxConcurrency,
    CountsView Items,
    CountsView Executions,
    ChildrenView Children)
{
    /// <summary>Copies a Map Run; to be called on the loop.</summary>
    public static MapRunView Of(MapRun run) => new(
        run.Arn,
        run.StateMachineArn[(run.StateMachineArn.IndexOf('/') + 1)..],
        run.Status.ToString().ToUpperInvariant(),
        run.StartDate,
        run.StopDate,
        run.MaxConcurrency,
        CountsView.Of(run.Items),
        CountsView.Of(run.Executions),
        ChildrenView.Of(run.Children));
}

/// <summary>The Express executions of one machine that an execution started.</summary>
internal sealed record NestedView(
    string Machine, string MachineArn, CountsView Executions, ChildrenView Children, IReadOnlyDictionary<string, StateCounts> States)
{
    /// <summary>Copies what is kept; to be called on the loop.</summary>
    public static NestedView Of(NestedMachine nested) => new(
        nested.Machine.Name,
        nested.Machine.Arn,
        CountsView.Of(nested.Executions),
        ChildrenView.Of(nested.Children),
        ExecutionView.Copied(nested.Tally));
}
