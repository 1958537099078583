using System.Collections.Immutable;

namespace Fanout.Local.Services.States;

/// <summary>What is kept of a state machine.</summary>
/// <param name="Current">The machine as it was last changed.</param>
internal sealed record StoredMachine(StateMachineDeployment Current)
{
    /// <summary>Its versions, in the order in which they were published.</summary>
    public ImmutableList<StateMachineVersion> Versions { get; init; } = [];

    /// <summary>The number of the last version, which may be deleted.</summary>
    public int LastNumber { get; init; }

    /// <summary>Whether it is deleted as soon as nothing of it runs.</summary>
    public bool IsBeingDeleted { get; init; }

    /// <summary>The version that the current revision was published as; null where it was not.</summary>
    public StateMachineVersion? CurrentVersion => Versions.FindLast(version => version.Revision.RevisionId == Current.RevisionId);

    /// <summary>The machine with its current revision published; as it is where that was published before.</summary>
    public StoredMachine Published(string? description, DateTimeOffset now)
    {
        if (CurrentVersion is not null)
        {
            return this;
        }

        var number = LastNumber + 1;
        var version = new StateMachineVersion(number, description, now, Current with { VersionArn = $"{Current.Arn}:{number}" });
        return this with { Versions = Versions.Add(version), LastNumber = number };
    }
}
