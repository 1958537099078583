using System.Collections.Immutable;
using Fanout.Infra.Blocks;

namespace Fanout.Local.Stacks;

/// <summary>What a run of the program gave.</summary>
/// <param name="Stack">The stack itself.</param>
/// <param name="Resources">Its resources.</param>
/// <param name="Roles">The statements of its roles, by the role's name.</param>
/// <param name="Workflows">What each workflow exports, by the workflow's name.</param>
public sealed record DeployedStack(
    StackResource Stack,
    IReadOnlyList<StackResource> Resources,
    ImmutableDictionary<string, IReadOnlyList<Statement>> Roles,
    ImmutableDictionary<string, ImmutableDictionary<string, string>> Workflows)
{
    /// <summary>The stack and its resources.</summary>
    public IEnumerable<StackResource> All => Resources.Prepend(Stack);

    /// <summary>The workflow that a role belongs to; null for one that belongs to none.</summary>
    /// <param name="role">The role's name.</param>
    public string? WorkflowOf(string role)
    {
        var resource = Resources.FirstOrDefault(resource => resource.Type == "aws:iam/role:Role" && resource.Inputs["name"]?.GetValue<string>() == role);
        while (resource is not null && !Workflows.ContainsKey(resource.Name))
        {
            resource = Resources.FirstOrDefault(parent => parent.Name == resource.Parent);
        }
        return resource?.Name;
    }
}
