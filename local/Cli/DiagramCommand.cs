using System.CommandLine;
using Fanout.Local.Diagrams;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The command <c>diagram</c>: a workflow's state machines in Mermaid.</summary>
internal static class DiagramCommand
{
    public static Command Create(CommonOptions common)
    {
        var workflow = WorkflowArgument.Create("The workflow to draw", ArgumentArity.ExactlyOne);
        var command = new ExampleCommand(
            "diagram", "Draw the state machines of a workflow as a Mermaid flowchart", "diagram parallel-map", "diagram stream-aggregator --stack prod")
        {
            workflow,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var config = await common.ConfigAsync(arguments, cancellation);
            Console.Write(await WorkflowDiagram.OfAsync(config, arguments.GetRequiredValue(workflow)!, cancellation));
            return ExitCode.Success;
        });
        return command;
    }
}
