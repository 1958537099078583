using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Fanout.Samples.Cli;

/// <summary>Options whose value is a day, written YYYY-MM-DD unless they say otherwise.</summary>
public static class DayOption
{
    // Far enough from the ends of the calendar to count years from any of them.
    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private static readonly DateOnly Latest = new(2999, 12, 31);

    /// <summary>Creates the option, null where it was not given; the error for another value says what is allowed.</summary>
    public static Option<DateOnly?> Create(string name, string description, string format = "yyyy-MM-dd") => new(name)
    {
        Description = description,
        HelpName = format.ToUpperInvariant(),
        CustomParser = result => Parse(result, name, format),
    };

    private static DateOnly Parse(ArgumentResult result, string name, string format)
    {
        var text = result.Tokens.Single().Value;
        if (!DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day < Earliest || day > Latest)
        {
            result.AddError($"{name} is \"{text}\"; allowed: a day such as {new DateOnly(2026, 1, 31).ToString(format, CultureInfo.InvariantCulture)}.");
        }

        return day;
    }
}
