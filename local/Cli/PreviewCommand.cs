using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fanout.Local.Stacks;

namespace Fanout.Local.Cli;

/// <summary>The command <c>preview</c>: the resources that the program would create.</summary>
internal static class PreviewCommand
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(CommonOptions common)
    {
        var json = new Option<bool>("--json") { Description = "Print an array of type, name, parent and inputs" };
        var command = new Command("preview", "Show the resources that the stack would create") { json };
        command.SetAction(async (arguments, cancellation) =>
        {
            var config = await common.ConfigAsync(arguments, cancellation);
            var stack = await StackProgram.RunAsync(config, Task.FromResult, cancellation);
            if (arguments.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(stack.All, Format));
            }
            else
            {
                PrintTree(stack, stack.Stack, indent: "");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void PrintTree(DeployedStack stack, StackResource resource, string indent)
    {
        Console.WriteLine($"{indent}{resource.Type}  {resource.Name}");
        foreach (var child in stack.Resources
            .Where(child => child.Parent == resource.Name)
            .OrderBy(child => child.Type, StringComparer.Ordinal)
            .ThenBy(child => child.Name, StringComparer.Ordinal))
        {
            PrintTree(stack, child, $"{indent}  ");
        }
    }
}
