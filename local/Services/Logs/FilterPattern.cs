using System.Text.RegularExpressions;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Logs;

/// <summary>
/// Which events are asked for ("Filter pattern syntax", unstructured log events): all terms must be in the message, one of
/// those that begin with <c>?</c>, and none of those that begin with <c>-</c>. Case counts.
/// </summary>
internal sealed partial class FilterPattern
{
    private readonly List<string> _all = [];
    private readonly List<string> _any = [];
    private readonly List<string> _none = [];

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern; an empty one matches everything.</param>
    /// <exception cref="ServiceException">It is wrong, or of a syntax that is not evaluated here.</exception>
    public FilterPattern(string pattern)
    {
        var rest = pattern.Trim();
        if (rest is ['{' or '[' or '%', ..])
        {
            throw Refusal(pattern, $"patterns that begin with {rest[0]} (of JSON, of fields between spaces, regular expressions) are not evaluated");
        }

        while (rest.Length > 0)
        {
            if (Term().Match(rest) is not { Success: true } match)
            {
                throw Refusal(pattern, $"\"{rest.Split(' ')[0]}\" is no term: one with other characters than letters, digits and _ stands in double quotes");
            }

            var term = match.Groups["phrase"] is { Success: true } phrase ? Escape().Replace(phrase.Value, "$1") : match.Groups["word"].Value;
            (match.Groups["sign"].Value switch { "?" => _any, "-" => _none, _ => _all }).Add(term);
            rest = rest[match.Length..];
        }

        // "If you combine ? with other terms, the ? is ignored", and so are the terms it stands before.
        if (_any.Count > 0 && _all.Count + _none.Count > 0)
        {
            throw Refusal(pattern, "terms with ? stand by themselves, as they are ignored beside others");
        }
    }

    /// <summary>Whether an event is asked for.</summary>
    public bool Matches(string message)
    {
        return _all.TrueForAll(Holds) && !_none.Exists(Holds) && (_any.Count == 0 || _any.Exists(Holds));

        bool Holds(string term) => message.Contains(term, StringComparison.Ordinal);
    }

    private static ServiceException Refusal(string pattern, string why) => new(
        "InvalidParameterException",
        $"Invalid filter pattern {pattern}: {why}; allowed: terms such as ERROR, \"exact phrase\", ?one ?or ?other, -without.");

    [GeneratedRegex("""\A(?<sign>[?-]?)(?:"(?<phrase>(?:[^"\\]|\\.)+)"|(?<word>\w+))(?:\s+|\z)""")]
    private static partial Regex Term();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();
}
