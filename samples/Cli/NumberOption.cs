using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Fanout.Samples.Cli;

/// <summary>Options whose value is a whole number within limits.</summary>
public static class NumberOption
{
    /// <summary>Creates the option; the error for another value says what is allowed.</summary>
    public static Option<int> Create(string name, string description, int minimum, int maximum)
    {
        var option = new Option<int>(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{description}; {minimum} to {maximum}"),
            HelpName = "N",
        };
        option.Validators.Add(result => Check(result, name, minimum, maximum));
        return option;
    }

    private static void Check(OptionResult result, string name, int minimum, int maximum)
    {
        if (result.Tokens.Count == 1
            && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number < minimum || number > maximum))
        {
            result.AddError(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} is \"{result.Tokens[0].Value}\"; allowed: a whole number from {minimum} to {maximum}."));
        }
    }
}
