namespace Fanout.Local.Iam;

/// <summary>A part of an identity policy that allowed no request.</summary>
/// <param name="Role">The role.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Number">Which statement of the policy it is, from 1.</param>
/// <param name="Sid">The statement's Sid; null where it has none.</param>
/// <param name="Action">An action that was used on no resource; null where the part is a resource.</param>
/// <param name="Resource">A resource that no action was used on; null where the part is an action.</param>
public sealed record UnusedPermission(string Role, string Policy, int Number, string? Sid, string? Action, string? Resource)
{
    /// <inheritdoc />
    public override string ToString() => $"{Role}: {Sid ?? $"statement {Number} of {Policy}"}: {Action ?? Resource}";
}
