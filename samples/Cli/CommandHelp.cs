using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Fanout.Samples.Cli;

/// <summary>The help of a program's commands: the parser's own, with the program named as it is run, and examples.</summary>
/// <param name="program">How the program is run, such as <c>dotnet run --project local --</c>.</param>
public sealed class CommandHelp(string program) : SynchronousCommandLineAction
{
    private const string UsageTitle = "Usage:";

    private readonly HelpAction _help = new();

    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a program's commands this help.</summary>
    public void AddTo(RootCommand root) => root.Options.OfType<HelpOption>().Single().Action = this;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(Text(parseResult).TrimEnd());
        if (parseResult.CommandResult.Command is ExampleCommand { Examples: { Count: > 0 } examples })
        {
            output.WriteLine();
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {program} {example}");
            }
        }

        return 0;
    }

    /// <summary>The line that says how a command is used.</summary>
    public string Usage(ParseResult arguments) =>
        $"{UsageTitle} {Text(arguments).Split(UsageTitle)[1].TrimStart().Split('\n')[0].TrimEnd()}";

    private string Text(ParseResult arguments)
    {
        var configuration = arguments.InvocationConfiguration;
        var output = configuration.Output;
        using var text = new StringWriter();
        configuration.Output = text;
        try
        {
            _help.Invoke(arguments);
        }
        finally
        {
            configuration.Output = output;
        }

        return text.ToString().Replace($"  {RootCommand.ExecutableName}", $"  {program}", StringComparison.Ordinal);
    }
}
