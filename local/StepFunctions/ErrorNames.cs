namespace Fanout.Local.StepFunctions;

/// <summary>The error names of the Amazon States Language that the interpreter raises or matches.</summary>
public static class ErrorNames
{
    /// <summary>Matches every error but those that end an execution at once.</summary>
    public const string All = "States.ALL";

    /// <summary>Matches every error of a task but a timeout.</summary>
    public const string TaskFailed = "States.TaskFailed";

    /// <summary>A task or an execution took longer than its TimeoutSeconds.</summary>
    public const string Timeout = "States.Timeout";

    /// <summary>A task sent no heartbeat within its HeartbeatSeconds; reported as a timeout.</summary>
    public const string HeartbeatTimeout = "States.HeartbeatTimeout";

    /// <summary>An expression has no usable result.</summary>
    public const string QueryEvaluationError = "States.QueryEvaluationError";

    /// <summary>A payload or a variable is larger than the quota.</summary>
    public const string DataLimitExceeded = "States.DataLimitExceeded";

    /// <summary>The items of a distributed Map could not be read.</summary>
    public const string ItemReaderFailed = "States.ItemReaderFailed";

    /// <summary>More items of a distributed Map failed than are tolerated.</summary>
    public const string ExceedToleratedFailureThreshold = "States.ExceedToleratedFailureThreshold";

    /// <summary>The results of a distributed Map could not be written.</summary>
    public const string ResultWriterFailed = "States.ResultWriterFailed";

    /// <summary>The execution cannot go on; never retried or caught by a wildcard.</summary>
    public const string Runtime = "States.Runtime";
}
