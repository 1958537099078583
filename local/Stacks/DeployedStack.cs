using System.Collections.Immutable;

namespace Fanout.Local.Stacks;

/// <summary>What a run of the program gave.</summary>
/// <param name="Stack">The stack itself.</param>
/// <param name="Resources">Its resources.</param>
/// <param name="Workflows">What each workflow exports, by the workflow's name.</param>
public sealed record DeployedStack(
    StackResource Stack,
    IReadOnlyList<StackResource> Resources,
    ImmutableDictionary<string, ImmutableDictionary<string, string>> Workflows)
{
    /// <summary>That of an account in which nothing was deployed.</summary>
    public static DeployedStack None { get; } = new(
        new StackResource("pulumi:pulumi:Stack", "none", Parent: null, Protect: false, []),
        [],
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty);

    /// <summary>The stack and its resources.</summary>
    public IEnumerable<StackResource> All => Resources.Prepend(Stack);

    /// <summary>The workflow that a role or a log group belongs to; null for one that belongs to none.</summary>
    /// <param name="name">The name of the role or of the log group, which has a slash.</param>
    public string? WorkflowOf(string name) => Resources
        .FirstOrDefault(resource => resource.Type is "aws:iam/role:Role" or "aws:cloudwatch/logGroup:LogGroup" && resource.Inputs["name"]?.GetValue<string>() == name)
        ?.WorkflowIn(Resources);
}
