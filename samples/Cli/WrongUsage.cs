using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Fanout.Infra.Settings;

namespace Fanout.Samples.Cli;

/// <summary>What is printed for a command line that cannot be used: what is wrong, what was probably meant, and the usage line.</summary>
/// <param name="help">The program's help.</param>
public sealed class WrongUsage(CommandHelp help)
{
    /// <summary>What to print for a command line; null where it can be used, or asks for help.</summary>
    public string? Find(ParseResult arguments)
    {
        var isWrong = arguments.Action is ParseErrorAction
            || (arguments.Action == arguments.CommandResult.Command.Action && Unknown(arguments).Any());
        return isWrong ? Text(arguments, [.. Sentences(arguments)]) : null;
    }

    /// <summary>What to print for a value that turned out to be none.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="sentences">What is wrong.</param>
    public string Text(ParseResult arguments, params string[] sentences) =>
        string.Join(Environment.NewLine, [.. sentences, help.Usage(arguments)]);

    // What follows something unknown may belong to it, and would be called wrong without being so.
    private static IEnumerable<string> Sentences(ParseResult arguments)
    {
        var command = arguments.CommandResult.Command;
        return Unknown(arguments).FirstOrDefault() is { } unknown
            ? [OfUnknown(unknown, command)]
            : arguments.Errors.Select(error => Of(error, command)).Distinct();
    }

    private static string Of(ParseError error, Command command) => error.SymbolResult switch
    {
        OptionResult { Tokens: [], IdentifierToken: { } name } => $"{name.Value} needs a value.",
        CommandResult when command.Subcommands.Count > 0 =>
            $"A command is missing; there are: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}.",
        ArgumentResult { Tokens: [], Argument: var argument } => $"{argument.Name} is missing.",
        _ => error.Message,
    };

    // An argument takes an option that is misspelt for its own value.
    private static IEnumerable<string> Unknown(ParseResult arguments)
    {
        var isEscaped = arguments.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        return arguments.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Where(value => !isEscaped && IsOption(value))
            .Concat(arguments.UnmatchedTokens);
    }

    private static string OfUnknown(string value, Command command)
    {
        if (IsOption(value))
        {
            var options = Options(command).ToArray();
            return $"There is no option \"{value}\"{ClosestName.Hint(value, options)}.";
        }

        string[] commands = [.. command.Subcommands.Select(sub => sub.Name)];
        if (commands.Length == 0)
        {
            return $"\"{value}\" is one argument too many.";
        }

        var hint = command.Subcommands.Select(sub => HintOfArgument(value, sub)).Prepend(ClosestName.Hint(value, commands));
        return $"There is no command \"{value}\"{hint.FirstOrDefault(text => text.Length > 0)}; there are: {string.Join(", ", commands)}.";
    }

    // Somebody may have left the command out.
    private static string HintOfArgument(string value, Command command) => ClosestName.Hint(
        $"{command.Name} {value}",
        from argument in command.Arguments
        from name in argument.GetCompletions(CompletionContext.Empty)
        select $"{command.Name} {name.Label}");

    private static bool IsOption(string value) => value.Length > 1 && value.StartsWith('-');

    private static IEnumerable<string> Options(Command command) => command.Options
        .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive))
        .Select(option => option.Name);
}
