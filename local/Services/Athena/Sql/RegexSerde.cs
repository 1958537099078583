using System.Text;
using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// Java's patterns in .NET, as far as they have neither a backslash nor a question mark: a dot, and a class that says what it
/// is not, match a whole character, also one of two units of UTF-16; a dot matches no end of a line.
/// </summary>
internal static class RegexSerde
{
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const string LineEnds = @"\n\r\u0085\u2028\u2029";

    /// <summary>Compiles a pattern that must match as a whole.</summary>
    /// <param name="pattern">The pattern as it was given.</param>
    /// <param name="body">The pattern without its flag.</param>
    /// <param name="isSingleLine">Whether a dot matches the end of a line too.</param>
    /// <exception cref="QueryFailedException">It is no pattern, or means another thing in Java.</exception>
    public static Regex Compile(string pattern, string body, bool isSingleLine)
    {
        try
        {
            return new Regex($@"\A(?:{Translate(body, isSingleLine ? "" : LineEnds)})\z", RegexOptions.CultureInvariant | RegexOptions.Compiled);
        }
        catch (ArgumentException problem)
        {
            throw new QueryFailedException("HIVE_INVALID_METADATA", $"The input.regex '{pattern}' is no pattern: {problem.Message}");
        }
    }

    private static string Translate(string body, string excluded)
    {
        var translated = new StringBuilder();
        for (var at = 0; at < body.Length; at++)
        {
            if (body[at] == '.')
            {
                translated.Append($@"(?:[^{excluded}\uD800-\uDFFF]|{Pair})");
            }
            else if (body[at] == '[')
            {
                // A bracket that comes first stands for itself.
                var isNegated = body.AsSpan(at + 1).StartsWith("^", StringComparison.Ordinal);
                var first = isNegated ? at + 2 : at + 1;
                var end = first < body.Length ? body.IndexOf(']', first + 1) : -1;
                var letters = end < 0 ? throw new ArgumentException("a class has no end") : body[first..end];
                if (letters[0] == ']' || letters.Contains('[', StringComparison.Ordinal) || letters.Contains("&&", StringComparison.Ordinal) || letters.Any(char.IsSurrogate))
                {
                    throw new ArgumentException("a class holds a bracket, && or a character beyond U+FFFF, which are not read here");
                }
                translated.Append(isNegated ? $@"(?:[^{letters}\uD800-\uDFFF]|{Pair})" : $"[{letters}]");
                at = end;
            }
            else
            {
                translated.Append(body[at]);
            }
        }
        return translated.ToString();
    }
}
