namespace Fanout.Local.StepFunctions.History;

/// <summary>What is kept of an execution's events.</summary>
public enum HistoryMode
{
    /// <summary>All events.</summary>
    Events,

    /// <summary>Only how many there were.</summary>
    Counts,
}

/// <summary>The history of one execution.</summary>
/// <param name="mode">What is kept of it.</param>
/// <param name="limit">How many events there may be.</param>
/// <param name="counts">Counts the events.</param>
/// <param name="now">The clock.</param>
/// <param name="observer">Told of each event, kept or not; null where nobody is.</param>
internal sealed class ExecutionHistory(
    HistoryMode mode, long limit, ExecutionCounts counts, Func<DateTimeOffset> now, Action<HistoryEvent>? observer)
{
    private readonly List<HistoryEvent> _events = [];

    public IReadOnlyList<HistoryEvent> Events => _events;

    /// <summary>Adds an event and gives its id.</summary>
    /// <exception cref="StateException">Only the event that ends the execution still fits.</exception>
    public long Add(string type, long previous, EventDetails? details = null) =>
        counts.HistoryEvents < limit - 1
            ? AddLast(type, previous, details)
            : throw new StateException(ErrorNames.Runtime, $"The execution reached the maximum number of history events ({limit}).")
            {
                IsTerminal = true,
            };

    /// <summary>Adds the event that ends the execution.</summary>
    public long AddLast(string type, long previous, EventDetails? details = null)
    {
        var id = ++counts.HistoryEvents;
        if (mode != HistoryMode.Events && observer is null)
        {
            return id;
        }
        var item = new HistoryEvent(id, previous, now(), type, details);
        if (mode == HistoryMode.Events)
        {
            _events.Add(item);
        }
        observer?.Invoke(item);
        return id;
    }
}
