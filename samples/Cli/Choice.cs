using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Fanout.Infra.Settings;

namespace Fanout.Samples.Cli;

/// <summary>Arguments and options whose value is one of some names.</summary>
public static class Choice
{
    /// <summary>Allows an option these names only; the error for another says the closest and all.</summary>
    /// <param name="option">The option.</param>
    /// <param name="noun">What the names are of, such as <c>workflow</c>.</param>
    /// <param name="names">The names.</param>
    public static void Of(Option option, string noun, IReadOnlyList<string> names) =>
        option.Validators.Add(result => Check(result, noun, names));

    /// <summary>Allows an argument these names only; the error for another says the closest and all.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="noun">What the names are of, such as <c>workflow</c>.</param>
    /// <param name="names">The names.</param>
    public static void Of(Argument argument, string noun, IReadOnlyList<string> names)
    {
        argument.Validators.Add(result => Check(result, noun, names));
        argument.CompletionSources.Add(_ => names.Select(name => new CompletionItem(name)));
    }

    private static void Check(SymbolResult result, string noun, IReadOnlyList<string> names)
    {
        foreach (var token in result.Tokens.Where(token => !names.Contains(token.Value)))
        {
            result.AddError(
                $"There is no {noun} \"{token.Value}\"{ClosestName.Hint(token.Value, names)}; there are: {string.Join(", ", names)}.");
        }
    }
}
