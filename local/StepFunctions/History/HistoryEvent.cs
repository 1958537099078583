namespace Fanout.Local.StepFunctions.History;

/// <summary>One event in the history of an execution, as GetExecutionHistory gives it.</summary>
/// <param name="Id">Counts from 1.</param>
/// <param name="PreviousEventId">The event that led to this one; 0 for the first of an execution.</param>
/// <param name="Timestamp">The time on the loop's clock.</param>
/// <param name="Type">The type, for example <c>TaskStateEntered</c>.</param>
/// <param name="Details">The details, where the type has any.</param>
public sealed record HistoryEvent(long Id, long PreviousEventId, DateTimeOffset Timestamp, string Type, EventDetails? Details)
{
    /// <summary>The time on this machine's clock: where time is virtual, waits take none of it.</summary>
    public DateTimeOffset RealTime { get; } = DateTimeOffset.UtcNow;
}
