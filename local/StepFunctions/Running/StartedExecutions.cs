using Fanout.Local.StepFunctions.DistributedMaps;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>
/// The executions of Standard machines: those that run, and the last that ended, with their events. Children of Map Runs
/// are counted apart, so that a large Map does not push out what started it. To be used on the loop.
/// </summary>
/// <param name="mostEnded">How many that have ended are kept, and as many children.</param>
/// <param name="mostEvents">How many events those may have together, and as many the children.</param>
internal sealed class StartedExecutions(int mostEnded = 1_000, long mostEvents = 250_000)
{
    // Null for one that was forgotten: its name stays taken.
    private readonly Dictionary<string, StartedExecution?> _all = [];
    private readonly Dictionary<string, MapRun> _mapRuns = [];
    private readonly EndedExecutions _ended = new(mostEnded, mostEvents);
    private readonly EndedExecutions _endedChildren = new(mostEnded, mostEvents);
    private long _number;

    /// <summary>All that are kept, in the order in which they started.</summary>
    public IEnumerable<StartedExecution> All => _all.Values.OfType<StartedExecution>().OrderBy(execution => execution.Number);

    /// <summary>The Map Runs of all that are kept, and of others.</summary>
    public IEnumerable<MapRun> MapRuns => _mapRuns.Values;

    /// <summary>An execution by its ARN; null where there is none.</summary>
    public StartedExecution? Find(string arn) => _all.GetValueOrDefault(arn);

    /// <summary>A Map Run by its ARN; null where there is none.</summary>
    public MapRun? FindMapRun(string arn) => _mapRuns.GetValueOrDefault(arn);

    /// <summary>Adds an execution, unless its name is taken.</summary>
    public bool TryAdd(StartedExecution execution)
    {
        if (!_all.TryAdd(execution.Arn, execution))
        {
            return false;
        }
        execution.Number = ++_number;
        return true;
    }

    /// <summary>Adds a Map Run.</summary>
    /// <param name="run">The Map Run.</param>
    /// <param name="owner">The execution that it is forgotten with.</param>
    public void Add(MapRun run, StartedExecution? owner)
    {
        _mapRuns[run.Arn] = run;
        owner?.Runs.Add(run);
    }

    /// <summary>Keeps one that has ended, and forgets the first that ended where there are too many.</summary>
    public void End(StartedExecution execution)
    {
        foreach (var forgotten in (execution.MapRun is null ? _ended : _endedChildren).Add(execution))
        {
            Forget(forgotten);
        }
    }

    /// <summary>Forgets all of a machine that was deleted, and their names.</summary>
    public void Remove(string machineArn)
    {
        var prefix = machineArn.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal);
        foreach (var arn in _all.Keys.Where(arn => arn.StartsWith(prefix, StringComparison.Ordinal) && arn[prefix.Length] is (':' or '/')).ToArray())
        {
            if (_all.Remove(arn, out var execution) && execution is not null)
            {
                RemoveMapRuns(execution);
            }
        }
        _ended.RemoveAll(execution => !_all.ContainsKey(execution.Arn));
        _endedChildren.RemoveAll(execution => !_all.ContainsKey(execution.Arn));
    }

    private void Forget(StartedExecution execution)
    {
        RemoveMapRuns(execution);
        if (execution.IsNamed)
        {
            _all[execution.Arn] = null;
        }
        else
        {
            _all.Remove(execution.Arn);
        }
    }

    private void RemoveMapRuns(StartedExecution execution)
    {
        foreach (var run in execution.Runs)
        {
            _mapRuns.Remove(run.Arn);
        }
    }
}
