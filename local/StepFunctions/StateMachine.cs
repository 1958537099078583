using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.History;

namespace Fanout.Local.StepFunctions;

/// <summary>The type of a state machine.</summary>
public enum StateMachineType
{
    /// <summary>Up to a year, with a history of up to 25,000 events.</summary>
    Standard,

    /// <summary>Up to five minutes.</summary>
    Express,
}

/// <summary>A state machine as deployed.</summary>
/// <param name="Definition">What it does.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN, <c>arn:aws:states:region:account:stateMachine:name</c>.</param>
/// <param name="RoleArn">The role that its tasks act with.</param>
/// <param name="Type">Its type.</param>
public sealed record StateMachine(
    Definition Definition, string Name, string Arn, string RoleArn, StateMachineType Type = StateMachineType.Standard)
{
    /// <summary>The ARN of the version that this is; null for the machine as it was last changed.</summary>
    public string? VersionArn { get; init; }

    /// <summary>Told of each event of its executions, with the execution's ARN; null where nobody is.</summary>
    public Action<string, HistoryEvent>? Observer { get; init; }

    /// <summary>Told of the end of each of its executions, with what it ran; null where nobody is.</summary>
    public Action<StateMachine, ExecutionOutcome>? Ended { get; init; }

    /// <summary>The machine that was deployed, where this is what the children of one of its distributed Maps run.</summary>
    internal StateMachine Undivided => Name.IndexOf('/') is > 0 and var slash
        ? this with { Name = Name[..slash], Arn = Arn[..Arn.LastIndexOf('/')] }
        : this;

    // "GetExecutionHistory": not supported by Express state machines.
    internal HistoryMode ShownHistory => Type == StateMachineType.Standard ? HistoryMode.Events : HistoryMode.Counts;

    internal string Region => Arn.Split(':')[3];

    /// <summary>The ARN of a new execution; Express ones may share a name, and each has a second one of its own.</summary>
    internal string ExecutionArn(string executionName) => Type == StateMachineType.Express
        ? $"{Arn.Replace(":stateMachine:", ":express:", StringComparison.Ordinal)}:{executionName}:{Guid.NewGuid()}"
        : $"{Arn.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{executionName}";
}
