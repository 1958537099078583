using System.CommandLine;
using Fanout.Local.Checks;
using Fanout.Local.Stacks;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The command <c>preview</c>: the resources that the program would create, or where they break a rule.</summary>
internal static class PreviewCommand
{
    public static Command Create(CommonOptions common)
    {
        var json = new Option<bool>("--json")
        {
            Description = "Print an array: of type, name, parent, protect and inputs; of findings with --check; an object of idle and runs with --cost",
        };
        var check = new Option<bool>("--check")
        {
            Description = "Say where the resources break a rule, such as no public bucket; exit 1 where one does",
        };
        var cost = new Option<bool>("--cost")
        {
            Description = "Say what the stack costs in a month in which it stands idle, and what a run of each workflow as README shows it",
        };
        var date = DayOption.Create(
            "--date", "The day on which versions must be supported, with --check; by default today", "yyyy/MM/dd");
        var command = new ExampleCommand(
            "preview", "Show the resources that the stack would create", "preview --stack prod", "preview --check", "preview --cost", "preview --json")
        {
            json, check, cost, date,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(check) && result.GetValue(cost))
            {
                result.AddError("--check and --cost are two questions; leave one out.");
            }
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var config = await common.ConfigAsync(arguments, cancellation);
            var stack = await StackProgram.RunAsync(config, Task.FromResult, cancellation);
            if (arguments.GetValue(check))
            {
                return Check(
                    ResourceGraph.Of(config, stack),
                    arguments.GetValue(date) ?? DateOnly.FromDateTime(DateTime.UtcNow),
                    arguments.GetValue(json),
                    Console.Out);
            }

            if (arguments.GetValue(cost))
            {
                PreviewCost.Of(config, stack).Print(Console.Out, arguments.GetValue(json));
            }
            else if (arguments.GetValue(json))
            {
                Console.WriteLine(JsonText.Of(stack.All));
            }
            else
            {
                PrintTree(stack, stack.Stack, indent: "");
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Writes where the resources break a rule, and gives the exit status.</summary>
    public static int Check(ResourceGraph graph, DateOnly day, bool json, TextWriter output)
    {
        var findings = Rules.Check(graph, day);
        output.WriteLine((json, findings) switch
        {
            (true, _) => JsonText.Of(findings),
            (false, []) => $"{graph.Resources.Count} resources of {graph.Stack} keep all {Rules.On(day).Count} rules.",
            _ => string.Join(Environment.NewLine, findings),
        });
        return findings.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void PrintTree(DeployedStack stack, StackResource resource, string indent)
    {
        Console.WriteLine($"{indent}{resource.Type}  {resource.Name}");
        foreach (var child in stack.Resources
            .Where(child => child.Parent == resource.Id)
            .OrderBy(child => child.Type, StringComparer.Ordinal)
            .ThenBy(child => child.Name, StringComparer.Ordinal))
        {
            PrintTree(stack, child, $"{indent}  ");
        }
    }
}
