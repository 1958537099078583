using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Stacks;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Stacks;

namespace Fanout.Tests.EndToEnd;

/// <summary>A permission of the stack dev that is taken away: an action of one statement, or one of its resources.</summary>
/// <param name="Workflow">The workflow that the role belongs to.</param>
/// <param name="Permission">The permission.</param>
/// <param name="Resources">What the statement covers, or the resource that is taken away.</param>
public sealed partial record Mutation(string Workflow, UnusedPermission Permission, IReadOnlyList<Pattern> Resources)
{
    /// <summary>Every action of every statement, and every resource of those that have several.</summary>
    public static async Task<IReadOnlyList<Mutation>> AllAsync()
    {
        var resources = new ConcurrentQueue<CloudResource>();
        var stack = await StackProgram.RunAsync(
            await StackFiles.ReadAsync(RepositoryPaths.Root, "dev", CancellationToken.None),
            resource =>
            {
                resources.Enqueue(resource);
                return Task.FromResult(resource);
            },
            CancellationToken.None);
        return
        [
            .. from policy in resources
               where policy.Type == Amendments.RolePolicy
               let role = policy.RequiredText("role")
               orderby role
               from statement in PolicyDocument.Parse(policy.RequiredText("policy"), PolicyKind.Identity, role, policy.Name).Statements
               from mutation in Of(stack.WorkflowOf(role)!, statement)
               select mutation,
        ];
    }

    /// <summary>Whether a message says that the role is denied what was taken away.</summary>
    public bool IsNamedIn(string? message) => message is not null && Denial().Matches(message).Any(denial =>
        denial.Groups["role"].Value == Permission.Role
        && (Permission.Action is not { } action || action.Equals(denial.Groups["action"].Value, StringComparison.OrdinalIgnoreCase))
        && Resources.Any(resource => resource.Matches(denial.Groups["resource"].Value)));

    /// <inheritdoc />
    public override string ToString() => $"{Permission}";

    private static IEnumerable<Mutation> Of(string workflow, PolicyStatement statement)
    {
        var resources = statement.Resources!.Patterns;
        return
        [
            .. statement.Actions.Texts.Select(action => new Mutation(workflow, Part(action, null), resources)),
            .. resources.Length == 1 ? [] : resources.Select(resource => new Mutation(workflow, Part(null, resource.Text), [resource])),
        ];

        UnusedPermission Part(string? action, string? resource) =>
            new(statement.Owner, statement.Policy, statement.Number, statement.Sid, action, resource);
    }

    [GeneratedRegex(@"assumed-role/(?<role>[\w-]+)/[\w-]+ is not authorized to perform: (?<action>[\w:]+) on resource: ""?(?<resource>[^""\s]+)")]
    private static partial Regex Denial();
}
