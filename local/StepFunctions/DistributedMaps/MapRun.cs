using Fanout.Local.StepFunctions.History;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>The state of a Map Run ("DescribeMapRun").</summary>
public enum MapRunStatus
{
    /// <summary>Children are running.</summary>
    Running,

    /// <summary>All items are done, and no more failed than are tolerated.</summary>
    Succeeded,

    /// <summary>Too many items failed, or items could not be read or results not written.</summary>
    Failed,

    /// <summary>The execution that started it ended.</summary>
    Aborted,
}

/// <summary>One run of a distributed Map ("DescribeMapRun").</summary>
/// <param name="machine">The state machine of the execution that started it.</param>
/// <param name="label">The Map's label.</param>
/// <param name="executionArn">The execution that started it.</param>
/// <param name="startDate">When it started, on the loop's clock.</param>
public sealed class MapRun(StateMachine machine, string label, string executionArn, DateTimeOffset startDate)
{
    /// <summary>What its results are filed under.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Its ARN, <c>arn:aws:states:region:account:mapRun:machine/label:id</c>.</summary>
    public string Arn => $"{machine.Arn.Replace(":stateMachine:", ":mapRun:", StringComparison.Ordinal)}/{label}:{Id}";

    /// <summary>The state machine, with the label.</summary>
    public string StateMachineArn => $"{machine.Arn}/{label}";

    /// <summary>The execution that started it.</summary>
    public string ExecutionArn => executionArn;

    /// <summary>When it started.</summary>
    public DateTimeOffset StartDate => startDate;

    /// <summary>The type of its child executions.</summary>
    public StateMachineType ChildType { get; internal init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? StopDate { get; private set; }

    /// <summary>Its state.</summary>
    public MapRunStatus Status { get; private set; }

    /// <summary>How many children run at the same time at most; 0 for as many as there may be.</summary>
    public long MaxConcurrency { get; internal set; }

    /// <summary>How many items may fail.</summary>
    public long ToleratedFailureCount { get; internal set; }

    /// <summary>What share of the items may fail, 0 to 100.</summary>
    public double ToleratedFailurePercentage { get; internal set; }

    /// <summary>The items by their state.</summary>
    public MapRunCounts Items { get; } = new();

    /// <summary>The child executions by their state.</summary>
    public MapRunCounts Executions { get; } = new();

    /// <summary>What is kept of the child executions beside their number.</summary>
    public ChildRecords Children { get; } = new();

    /// <summary>Told that a setting was changed while it runs.</summary>
    internal Action? Changed { get; set; }

    /// <summary>Changes settings while it runs ("UpdateMapRun"); null for what stays as it is.</summary>
    internal void Change(long? maxConcurrency, long? toleratedFailureCount, double? toleratedFailurePercentage)
    {
        MaxConcurrency = maxConcurrency ?? MaxConcurrency;
        ToleratedFailureCount = toleratedFailureCount ?? ToleratedFailureCount;
        ToleratedFailurePercentage = toleratedFailurePercentage ?? ToleratedFailurePercentage;
        Changed?.Invoke();
    }

    internal void End(MapRunStatus status, DateTimeOffset now) => (Status, StopDate) = (status, now);
}
