using System.Collections.Immutable;
using Fanout.Local.Stacks;

namespace Fanout.Local.WebConsole.Reading;

/// <summary>What the program declared, by the names that resources have in the account.</summary>
/// <param name="name">The stack's name.</param>
/// <param name="stack">What was deployed.</param>
internal sealed class StackView(string name, DeployedStack stack)
{
    // The member of a resource's inputs that is its name.
    private static readonly Dictionary<string, string> NameOfType = new()
    {
        ["aws:sfn/stateMachine:StateMachine"] = "name",
        ["aws:s3/bucket:Bucket"] = "bucket",
        ["aws:dynamodb/table:Table"] = "name",
        ["aws:sqs/queue:Queue"] = "name",
        ["aws:cloudwatch/logGroup:LogGroup"] = "name",
        ["aws:iam/role:Role"] = "name",
    };

    private readonly Dictionary<string, string?> _workflows = WorkflowsOf(stack);

    /// <summary>The stack's name.</summary>
    public string Name => name;

    /// <summary>The names of its workflows.</summary>
    public IEnumerable<string> Workflows => stack.Workflows.Keys.Order(StringComparer.Ordinal);

    /// <summary>What a workflow exports; nothing where there is none of that name.</summary>
    public IReadOnlyDictionary<string, string> OutputsOf(string workflow) =>
        stack.Workflows.GetValueOrDefault(workflow, ImmutableDictionary<string, string>.Empty);

    /// <summary>The workflow that a resource is part of; null where it is part of none.</summary>
    /// <param name="resource">The resource's name in the account.</param>
    public string? WorkflowOf(string resource) => _workflows.GetValueOrDefault(resource);

    /// <summary>The input that a workflow's command Start has, where it starts a machine; null for another machine.</summary>
    public string? InputOf(string machineArn)
    {
        const string Before = "--input '";
        return stack.Workflows.Values
            .Where(outputs => outputs.GetValueOrDefault("StateMachineArn") == machineArn)
            .Select(outputs => outputs.GetValueOrDefault("Start") ?? "")
            .Where(start => start.Contains(Before, StringComparison.Ordinal))
            .Select(start => start[(start.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..].TrimEnd('\''))
            .FirstOrDefault();
    }

    // A machine may have the name of a table of its workflow: both are of one workflow.
    private static Dictionary<string, string?> WorkflowsOf(DeployedStack stack)
    {
        var workflows = new Dictionary<string, string?>();
        foreach (var resource in stack.Resources)
        {
            if (NameOfType.TryGetValue(resource.Type, out var member) && resource.Inputs[member]?.GetValue<string>() is { } named)
            {
                workflows[named] = resource.WorkflowIn(stack.Resources);
            }
        }

        return workflows;
    }
}
