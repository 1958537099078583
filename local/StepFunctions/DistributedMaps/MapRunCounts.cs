namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>How many items or child executions of a Map Run are in which state.</summary>
public sealed class MapRunCounts
{
    private readonly long[] _ended = new long[Enum.GetValues<ExecutionStatus>().Length];

    /// <summary>Read, and not started.</summary>
    public long Pending { get; internal set; }

    /// <summary>Started, and not ended.</summary>
    public long Running { get; private set; }

    /// <summary>Ended well.</summary>
    public long Succeeded => _ended[(int)ExecutionStatus.Succeeded];

    /// <summary>Failed.</summary>
    public long Failed => _ended[(int)ExecutionStatus.Failed];

    /// <summary>Took too long.</summary>
    public long TimedOut => _ended[(int)ExecutionStatus.TimedOut];

    /// <summary>Stopped.</summary>
    public long Aborted => _ended[(int)ExecutionStatus.Aborted];

    /// <summary>All.</summary>
    public long Total => Pending + Running + _ended.Sum();

    /// <summary>Those whose results were written.</summary>
    public long ResultsWritten { get; internal set; }

    internal void Start(long number) => Running += number;

    internal void End(long number, ExecutionStatus status)
    {
        Running -= number;
        _ended[(int)status] += number;
    }
}
