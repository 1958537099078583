namespace Fanout.Local.Services.Athena.Queries;

/// <summary>The state of a query's execution.</summary>
public enum QueryState
{
    /// <summary>It waits for others.</summary>
    Queued,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It ended well.</summary>
    Succeeded,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was stopped, or read more than its workgroup allows.</summary>
    Cancelled,
}
