using System.Collections.Immutable;

namespace Fanout.Local.Iam;

/// <summary>A statement that allows actions on any resource.</summary>
/// <param name="Role">The role.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Number">Which statement of the policy it is, from 1.</param>
/// <param name="Sid">The statement's Sid; null where it has none.</param>
/// <param name="Actions">The actions.</param>
/// <param name="IsConditional">Whether a condition narrows it.</param>
public sealed record WildcardResource(
    string Role, string Policy, int Number, string? Sid, ImmutableArray<string> Actions, bool IsConditional);
