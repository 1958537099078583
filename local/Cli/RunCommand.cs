using System.CommandLine;
using Fanout.Infra.Settings;
using Fanout.Local.Runs;
using Fanout.Local.Stacks;

namespace Fanout.Local.Cli;

/// <summary>The command <c>run</c>: deploys the stack locally, runs workflows with their samples, and checks.</summary>
internal static class RunCommand
{
    public static Command Create(CommonOptions common)
    {
        var workflows = new Argument<string[]>("workflow")
        {
            Description = $"The workflows to run, of {string.Join(", ", WorkflowNames.All)}; all of the stack by default",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("run", "Deploy the stack into a local cloud, run its workflows and check what they did (the default)")
        {
            workflows,
        };
        command.SetAction((arguments, cancellation) =>
            RunAsync(common, arguments, arguments.GetValue(workflows) ?? [], cancellation));
        return command;
    }

    /// <summary>Runs the named workflows, or all of the stack.</summary>
    public static async Task<int> RunAsync(
        CommonOptions common, ParseResult arguments, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var config = await common.ConfigAsync(arguments, cancellation);
        var settings = EnvironmentSettings.Read(config.Project, config.OfProject());
        var chosen = names.Count == 0 ? settings.Workflows : Checked(names, settings.Workflows, config.Stack);

        var isTerminal = !Console.IsOutputRedirected;
        var progress = isTerminal ? Console.Error : TextWriter.Null;
        await progress.WriteLineAsync($"Deploying {config.Project}-{config.Stack} into the local cloud");
        await using var deployment = await LocalDeployment.StartAsync(
            config, common.Cloud(arguments, config), common.RealTime(arguments), cancellation);
        var reports = new List<RunReport>();
        foreach (var run in chosen.Select(name => WorkflowRuns.All[name]))
        {
            await foreach (var report in run.RunAsync(deployment, progress, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                reports.Add(report);
            }
        }

        RunTable.Print(reports, Console.Out, isTerminal);
        return reports.All(report => report.IsGood) ? ExitCode.Success : ExitCode.Failure;
    }

    private static IReadOnlyList<string> Checked(
        IReadOnlyList<string> names, IReadOnlyList<string> deployed, string stack)
    {
        foreach (var name in names.Where(name => !deployed.Contains(name)))
        {
            throw new LocalException(
                $"The stack {stack} has no workflow \"{name}\"{ClosestName.Hint(name, deployed)}; it has: {string.Join(", ", deployed)}.");
        }

        return names;
    }
}
