namespace Fanout.Local.StepFunctions;

/// <summary>Statuses as the Step Functions API spells them ("DescribeExecution").</summary>
internal static class StatusNames
{
    /// <summary>The name of a status.</summary>
    public static string Of(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => "SUCCEEDED",
        ExecutionStatus.Failed => "FAILED",
        ExecutionStatus.TimedOut => "TIMED_OUT",
        _ => "ABORTED",
    };
}
