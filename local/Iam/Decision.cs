using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam;

/// <summary>What was decided about a request.</summary>
/// <param name="Permission">What allowed it; null where it is denied, and for the account's root, which needs nothing.</param>
/// <param name="Denial">Why it is denied; null where it is allowed.</param>
public sealed record Decision(Permission? Permission, Denial? Denial)
{
    /// <summary>Whether the request is allowed.</summary>
    public bool IsAllowed => Denial is null;
}
