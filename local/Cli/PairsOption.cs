using System.CommandLine;

namespace Fanout.Local.Cli;

/// <summary>An option that may be given more than once, each time with a name and what it stands for.</summary>
internal static class PairsOption
{
    /// <summary>Creates the option.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="form">The form of a pair, such as <c>NAME=VALUE</c>.</param>
    /// <param name="description">What the pairs say.</param>
    public static Option<Dictionary<string, string>> Create(string name, string form, string description) => new(name)
    {
        Description = description,
        HelpName = form,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
        {
            var pairs = new Dictionary<string, string>();
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf('=') is not (> 0 and var end))
                {
                    result.AddError($"{name} is \"{token.Value}\"; allowed: {form}.");
                    return null;
                }

                if (!pairs.TryAdd(token.Value[..end], token.Value[(end + 1)..]))
                {
                    result.AddError($"{name} gives {token.Value[..end]} twice.");
                    return null;
                }
            }

            return pairs;
        },
    };
}
