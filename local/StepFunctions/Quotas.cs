namespace Fanout.Local.StepFunctions;

/// <summary>The quotas that executions meet ("Step Functions service quotas"; sizes in bytes of UTF-8).</summary>
public static class Quotas
{
    /// <summary>Input or output of a task, a state or an execution.</summary>
    public const int Payload = 262_144;

    /// <summary>One variable, and all that one Assign sets.</summary>
    public const int Variable = 262_144;

    /// <summary>All variables of an execution that are in scope at one place.</summary>
    public const int Variables = 10 * 1024 * 1024;

    /// <summary>Events in the history of a STANDARD execution.</summary>
    public const int HistoryEvents = 25_000;

    /// <summary>Iterations of an inline Map that run at the same time.</summary>
    public const int InlineConcurrency = 40;

    /// <summary>Child executions of a distributed Map that run at the same time.</summary>
    public const int DistributedConcurrency = 10_000;

    /// <summary>The header of a CSV dataset.</summary>
    public const int CsvHeader = 10 * 1024;

    /// <summary>One file of a distributed Map's results.</summary>
    public const long ResultFile = 5L * 1024 * 1024 * 1024;

    /// <summary>Duration of an EXPRESS execution.</summary>
    public static readonly TimeSpan ExpressDuration = TimeSpan.FromMinutes(5);

    /// <summary>The longest wait of a Wait state, and the default timeout, in seconds.</summary>
    public const long Seconds = 99_999_999;
}
