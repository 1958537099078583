namespace Fanout.Local.Services.States;

/// <summary>A revision of a state machine that was published ("PublishStateMachineVersion").</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Description">What whoever published it said.</param>
/// <param name="CreationDate">When it was published.</param>
/// <param name="Revision">The revision.</param>
internal sealed record StateMachineVersion(int Number, string? Description, DateTimeOffset CreationDate, StateMachineDeployment Revision)
{
    /// <summary>Its ARN.</summary>
    public string Arn => Revision.VersionArn!;
}
