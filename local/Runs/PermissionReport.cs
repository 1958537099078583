using Fanout.Local.Iam;
using Fanout.Local.Stacks;

namespace Fanout.Local.Runs;

/// <summary>What the roles of some workflows may do that their runs did not need, and what they may do on any resource.</summary>
/// <param name="Unused">The permissions that were not used, but for those that only AWS exercises.</param>
/// <param name="Wildcards">The statements for any resource, each with the reason that the program gives; null where it gives none.</param>
public sealed record PermissionReport(
    IReadOnlyList<UnusedPermission> Unused, IReadOnlyList<(WildcardResource Statement, string? Reason)> Wildcards)
{
    /// <summary>Reports on what was granted and used so far.</summary>
    /// <param name="iam">The policies and their usage.</param>
    /// <param name="stack">The stack that they are part of.</param>
    /// <param name="workflows">The workflows that were run; the roles of others are left out.</param>
    public static PermissionReport Of(Authorizer iam, DeployedStack stack, IReadOnlyCollection<string> workflows)
    {
        return new PermissionReport(
            [.. iam.UnusedPermissions().Where(permission => Concerns(permission.Role) && !ExercisedByAws.Holds(permission))],
            [.. iam.WildcardResources().Where(statement => Concerns(statement.Role)).Select(statement => (statement, ReasonOf(statement)))]);

        bool Concerns(string role) => stack.WorkflowOf(role) is not { } workflow || workflows.Contains(workflow);

        string? ReasonOf(WildcardResource wildcard) => stack.Roles.GetValueOrDefault(wildcard.Role)
            ?.FirstOrDefault(statement => statement.Sid == wildcard.Sid)?.WildcardReason;
    }

    /// <summary>Prints the report.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine("Granted and not used by these runs:");
        foreach (var permission in Unused)
        {
            output.WriteLine($"  {permission}");
        }
        if (Unused.Count == 0)
        {
            output.WriteLine("  nothing");
        }

        output.WriteLine("Granted on any resource:");
        foreach (var group in Wildcards.GroupBy(wildcard => (Actions: string.Join(", ", wildcard.Statement.Actions), wildcard.Reason)))
        {
            output.WriteLine($"  {group.Key.Actions}: {group.Key.Reason ?? "no reason is given"}");
            output.WriteLine($"    to {string.Join(", ", group.Select(wildcard => wildcard.Statement.Role))}");
        }
    }
}
