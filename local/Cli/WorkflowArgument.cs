using System.CommandLine;
using Fanout.Infra.Settings;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The argument that names one workflow.</summary>
internal static class WorkflowArgument
{
    /// <summary>Creates the argument.</summary>
    /// <param name="description">What the workflow is named for.</param>
    /// <param name="arity">How many may be named, at most one.</param>
    public static Argument<string?> Create(string description, ArgumentArity arity)
    {
        var workflow = new Argument<string?>("WORKFLOW")
        {
            Description = $"{description}: {string.Join(", ", WorkflowNames.All)}",
            Arity = arity,
            HelpName = "WORKFLOW",
        };
        Choice.Of(workflow, "workflow", WorkflowNames.All);
        return workflow;
    }
}
