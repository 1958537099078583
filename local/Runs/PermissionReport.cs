using Fanout.Infra.Blocks;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Stacks;

namespace Fanout.Local.Runs;

/// <summary>
/// What was denied to the runs of some workflows, what their roles may do that the runs did not need, and what they may do
/// on any resource.
/// </summary>
/// <param name="Denials">What was denied, each action once with the first resource, and on how many it was.</param>
/// <param name="Unused">The permissions that were not used, but for those that only AWS exercises.</param>
/// <param name="Wildcards">The statements for any resource, each with its reason; null where there is none.</param>
public sealed record PermissionReport(
    IReadOnlyList<(Denial First, int Resources)> Denials,
    IReadOnlyList<UnusedPermission> Unused,
    IReadOnlyList<(WildcardResource Statement, string? Reason)> Wildcards)
{
    /// <summary>Reports on what was granted and used so far.</summary>
    /// <param name="iam">The policies and their usage.</param>
    /// <param name="stack">The stack that they are part of.</param>
    /// <param name="workflows">The workflows that were run; the roles of others are left out.</param>
    public static PermissionReport Of(Authorizer iam, DeployedStack stack, IReadOnlyCollection<string> workflows)
    {
        return new PermissionReport(
            [
                .. from denial in iam.Denials
                   group denial by (denial.Caller.Identity, denial.Request.Action) into same
                   orderby same.Key
                   select (same.MinBy(denial => denial.Request.Resource, StringComparer.Ordinal)!, same.Count()),
            ],
            [.. iam.UnusedPermissions().Where(permission => Concerns(permission.Role) && !ExercisedByAws.Holds(permission))],
            [
                .. from statement in iam.WildcardResources()
                   where Concerns(statement.Role)
                   from reason in statement.Actions.Select(UnscopedActions.Reasons.GetValueOrDefault).Distinct()
                   select (statement, reason),
            ]);

        bool Concerns(string role) => stack.WorkflowOf(role) is not { } workflow || workflows.Contains(workflow);
    }

    /// <summary>Prints the report.</summary>
    public void Print(TextWriter output)
    {
        if (Denials.Count > 0)
        {
            output.WriteLine("Denied to these runs:");
        }
        foreach (var (first, resources) in Denials)
        {
            output.WriteLine($"  {first.Message}{(resources > 1 ? $"; and on {resources - 1} more" : "")}");
        }

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
