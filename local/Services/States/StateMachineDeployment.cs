using System.Collections.Immutable;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Services.States;

/// <summary>A state machine as it was deployed: one revision of it.</summary>
/// <param name="Arn">Its ARN, without a version.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="RoleArn">The role of its executions.</param>
/// <param name="Definition">Its definition, JSON.</param>
public sealed record StateMachineDeployment(
    string Arn, string Name, StateMachineType Type, string RoleArn, string Definition)
{
    /// <summary>No tags.</summary>
    public static ImmutableSortedDictionary<string, string> NoTags { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>When the machine was created.</summary>
    public DateTimeOffset CreationDate { get; init; }

    /// <summary>When this revision was made.</summary>
    public DateTimeOffset UpdateDate { get; init; }

    /// <summary>The revision's id; null for what a machine was created as.</summary>
    public string? RevisionId { get; init; }

    /// <summary>What its executions log.</summary>
    public LoggingSettings Logging { get; init; } = LoggingSettings.Off;

    /// <summary>Whether its executions are traced.</summary>
    public bool IsTraced { get; init; }

    /// <summary>Its tags.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = NoTags;

    /// <summary>The ARN of the version that this is; null for the machine itself.</summary>
    public string? VersionArn { get; init; }

    /// <summary>Whether the two are the same but for their dates, tags and ids.</summary>
    internal bool IsSameAs(StateMachineDeployment other) =>
        (Type, RoleArn, Definition, IsTraced) == (other.Type, other.RoleArn, other.Definition, other.IsTraced) && Logging.IsSameAs(other.Logging);
}
