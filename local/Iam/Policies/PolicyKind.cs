namespace Fanout.Local.Iam.Policies;

/// <summary>What a policy is attached to, which decides what its statements must hold.</summary>
public enum PolicyKind
{
    /// <summary>A role: statements name resources and no principal.</summary>
    Identity,

    /// <summary>A resource: statements name principals, and resources.</summary>
    Resource,

    /// <summary>A role, saying who may assume it: statements name principals and no resource.</summary>
    Trust,
}
