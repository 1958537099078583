using System.CommandLine;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The command <c>settings</c>: what can be set, as a table in Markdown.</summary>
internal static class SettingsCommand
{
    public static Command Create()
    {
        var workflow = WorkflowArgument.Create(
            "The workflow whose settings are shown, in place of the environment's own", ArgumentArity.ZeroOrOne);
        var command = new ExampleCommand(
            "settings", "Show what can be set, with defaults and what is allowed, as a table in Markdown", "settings", "settings parallel-map")
        {
            workflow,
        };
        command.SetAction(arguments => Console.Write(
            arguments.GetValue(workflow) is { } name ? SettingsTable.OfWorkflow(name) : SettingsTable.OfEnvironment()));
        return command;
    }
}
