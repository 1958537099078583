namespace Fanout.Local.Services.Glue;

/// <summary>What became of a run ("AWS Glue job run statuses"), as far as runs come here.</summary>
public enum JobRunState
{
    /// <summary>Its script is being fetched.</summary>
    Starting,

    /// <summary>Its script runs.</summary>
    Running,

    /// <summary>Its script ended well.</summary>
    Succeeded,

    /// <summary>Its script could not be started, or ended with an error.</summary>
    Failed,

    /// <summary>It was stopped by a call.</summary>
    Stopped,

    /// <summary>It took longer than its timeout.</summary>
    Timeout,
}
