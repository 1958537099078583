namespace Fanout.Local.StepFunctions.History;

/// <summary>
/// What became of each state, by its name: of an execution with the children of its Map Runs, whose events are not kept.
/// To be read on the loop.
/// </summary>
/// <param name="whole">What this is a part of, and is added to.</param>
public sealed class StateTally(StateTally? whole = null)
{
    private readonly Dictionary<string, StateCounts> _states = [];

    /// <summary>The states that were entered; a name is one state's in the whole machine.</summary>
    public IReadOnlyDictionary<string, StateCounts> States => _states;

    internal void Note(string state, Action<StateCounts> change)
    {
        change(_states.TryGetValue(state, out var counts) ? counts : _states[state] = new StateCounts());
        whole?.Note(state, change);
    }
}

/// <summary>How often a state was entered, and what became of it.</summary>
public sealed record StateCounts
{
    /// <summary>How often it was entered.</summary>
    public long Entered { get; internal set; }

    /// <summary>How often it was left for the next one, or for the end, by a Catch too.</summary>
    public long Left { get; internal set; }

    /// <summary>How often it was left by a Catch.</summary>
    public long Caught { get; internal set; }

    /// <summary>How often it failed, and took with it what it was part of.</summary>
    public long Failed { get; internal set; }

    /// <summary>How often it was stopped.</summary>
    public long Aborted { get; internal set; }

    /// <summary>How often it was tried again.</summary>
    public long Retries { get; internal set; }

    /// <summary>The last error that failed it, or that was caught; null where there was none.</summary>
    public string? LastError { get; internal set; }

    /// <summary>How long it took in all, but for where it still runs, on the loop's clock.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>How many are running.</summary>
    public long Running => Entered - Left - Failed - Aborted;
}
