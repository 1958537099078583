using System.CommandLine;
using System.CommandLine.Parsing;

namespace Fanout.Samples.Cli;

/// <summary>The option <c>--endpoint-url</c>, spelt and checked as the AWS CLI's.</summary>
public static class EndpointOption
{
    /// <summary>Creates the option; its value is null where it was not given.</summary>
    public static Option<Uri?> Create(string description) => new("--endpoint-url")
    {
        Description = description,
        HelpName = "URL",
        CustomParser = Parse("--endpoint-url"),
    };

    /// <summary>Reads the address that an option gives.</summary>
    /// <param name="option">The option's name.</param>
    public static Func<ArgumentResult, Uri?> Parse(string option) => result =>
    {
        var text = result.Tokens.Single().Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        result.AddError($"{option} is \"{text}\"; allowed: an address such as http://127.0.0.1:4566.");
        return null;
    };
}
