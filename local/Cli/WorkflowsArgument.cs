using System.CommandLine;
using Fanout.Infra.Settings;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The argument that names any number of workflows.</summary>
internal static class WorkflowsArgument
{
    /// <summary>Creates the argument.</summary>
    /// <param name="description">What the workflows are named for.</param>
    public static Argument<string[]> Create(string description)
    {
        var workflows = new Argument<string[]>("WORKFLOW")
        {
            Description = $"{description}, of {string.Join(", ", WorkflowNames.All)}; all of the stack by default",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "WORKFLOW",
        };
        Choice.Of(workflows, "workflow", WorkflowNames.All);
        return workflows;
    }

    /// <summary>Checks that a stack has the workflows that were chosen.</summary>
    /// <exception cref="LocalException">It lacks one.</exception>
    public static IReadOnlyList<string> Checked(IReadOnlyList<string> names, IReadOnlyList<string> deployed, string stack)
    {
        foreach (var name in names.Where(name => !deployed.Contains(name)))
        {
            throw new LocalException(
                $"The stack {stack} has no workflow \"{name}\"; it has: {string.Join(", ", deployed)}. Its setting \"workflows\" says which.");
        }

        return names;
    }
}
