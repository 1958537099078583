using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>The last executions that ended.</summary>
/// <param name="most">How many are kept.</param>
/// <param name="mostEvents">How many events those may have together.</param>
internal sealed class EndedExecutions(int most, long mostEvents)
{
    private readonly Queue<StartedExecution> _all = [];
    private long _events;

    /// <summary>Keeps one more; none goes whose end a task has not read.</summary>
    /// <returns>Those that are not kept any longer for it, the first that ended first.</returns>
    public IEnumerable<StartedExecution> Add(StartedExecution execution)
    {
        _all.Enqueue(execution);
        _events += execution.Events.Count;
        while ((_all.Count > most || (_events > mostEvents && _all.Count > 1)) && _all.Peek().Waiting.Count == 0)
        {
            var first = _all.Dequeue();
            _events -= first.Events.Count;
            yield return first;
        }
    }

    /// <summary>Keeps some no longer.</summary>
    public void RemoveAll(Predicate<StartedExecution> goes)
    {
        StartedExecution[] kept = [.. _all.Where(execution => !goes(execution))];
        _events = kept.Sum(execution => execution.Events.Count);
        _all.Clear();
        foreach (var execution in kept)
        {
            _all.Enqueue(execution);
        }
    }
}
