using Fanout.Infra.StatesLanguage;
using Pulumi;

namespace Fanout.Infra.Blocks;

/// <summary>What a state machine is.</summary>
public sealed record LoggedStateMachineArgs
{
    /// <summary>Its name in AWS; null where that follows from its logical name.</summary>
    public string? Name { get; init; }

    /// <summary>Its definition.</summary>
    public required Output<StateMachineDefinition> Definition { get; init; }

    /// <summary>STANDARD or EXPRESS.</summary>
    public string Type { get; init; } = "STANDARD";

    /// <summary>What its executions may do beside logging and tracing.</summary>
    public required IReadOnlyList<Statement> Statements { get; init; }

    /// <summary>
    /// Whether callers retry or tolerate its failures: it has no alarms then, and what they give up fails them.
    /// </summary>
    public bool CallersAnswerForFailures { get; init; }

    /// <summary>The tags of the state machine and what belongs to it.</summary>
    public required InputMap<string> Tags { get; init; }
}
