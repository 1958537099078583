namespace Fanout.Local.Iam.Policies;

/// <summary>One action on one resource, as a statement has them.</summary>
/// <param name="Owner">The role's name, or the ARN of the resource, that the policy is attached to.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Number">Which statement of the policy it is, from 1.</param>
/// <param name="Sid">The statement's Sid; null where it has none.</param>
/// <param name="Action">The action's pattern.</param>
/// <param name="Resource">The resource's pattern.</param>
public sealed record Permission(string Owner, string Policy, int Number, string? Sid, string Action, string Resource)
{
    internal Permission(PolicyStatement statement, string action, string resource)
        : this(statement.Owner, statement.Policy, statement.Number, statement.Sid, action, resource)
    {
    }
}
