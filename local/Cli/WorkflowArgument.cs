using System.CommandLine;
using Fanout.Infra.Settings;

namespace Fanout.Local.Cli;

/// <summary>The argument that names one workflow.</summary>
internal static class WorkflowArgument
{
    /// <summary>Creates the argument.</summary>
    /// <param name="description">What the workflow is named for.</param>
    /// <param name="arity">How many may be named, at most one.</param>
    public static Argument<string?> Create(string description, ArgumentArity arity)
    {
        var names = string.Join(", ", WorkflowNames.All);
        var workflow = new Argument<string?>("WORKFLOW") { Description = $"{description}: {names}", Arity = arity };
        workflow.Validators.Add(result =>
        {
            foreach (var name in result.Tokens.Select(token => token.Value).Where(name => !WorkflowNames.All.Contains(name)))
            {
                result.AddError($"There is no workflow \"{name}\"{ClosestName.Hint(name, WorkflowNames.All)}; there are: {names}.");
            }
        });
        return workflow;
    }
}
