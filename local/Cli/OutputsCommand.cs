using System.CommandLine;
using Fanout.Local.Stacks;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The command <c>outputs</c>: the outputs of the stack that is served.</summary>
internal static class OutputsCommand
{
    public static Command Create(CommonOptions common)
    {
        var json = new Option<bool>("--json") { Description = "Print one object, as pulumi stack output workflows --json does" };
        var command = new ExampleCommand(
            "outputs",
            "Print the outputs of the stack that is served",
            "outputs",
            """outputs --json | jq '."parallel-map"'""")
        {
            json,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var config = await common.ConfigAsync(arguments, cancellation);
            var served = await ServedStack.FindAsync(config.Stack, cancellation)
                ?? throw new LocalException($"The stack {config.Stack} is not served; start it in another terminal: dotnet run --project local -- serve --stack {config.Stack}");
            if (arguments.GetValue(json))
            {
                Console.WriteLine(JsonText.Of(served.Workflows));
            }
            else
            {
                ServedStackText.Print(served, Console.Out);
            }

            return ExitCode.Success;
        });
        return command;
    }
}
