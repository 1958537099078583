using System.Text;
using System.Text.RegularExpressions;

namespace Fanout.Local.Iam.Policies;

/// <summary>A text with wildcards: <c>*</c> stands for any characters, <c>?</c> for one.</summary>
public sealed class Pattern
{
    private const int ColonsBeforeResource = 5;

    private readonly StringComparison _comparison;
    private readonly Regex? _wildcards;

    private Pattern(string text, StringComparison comparison, Func<int, bool, bool> crosses)
    {
        Text = text;
        _comparison = comparison;
        if (text.AsSpan().ContainsAny('*', '?'))
        {
            var ignoresCase = comparison == StringComparison.OrdinalIgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None;
            _wildcards = new Regex(Expression(text, crosses), RegexOptions.Singleline | RegexOptions.CultureInvariant | ignoresCase);
        }
    }

    /// <summary>The pattern as the policy has it.</summary>
    public string Text { get; }

    /// <summary>An action, in any case ("IAM JSON policy elements: Action").</summary>
    public static Pattern OfAction(string text) => new(text, StringComparison.OrdinalIgnoreCase, (_, _) => true);

    /// <summary>A value of a Like condition on texts ("String condition operators").</summary>
    public static Pattern OfText(string text) => new(text, StringComparison.Ordinal, (_, _) => true);

    /// <summary>
    /// A resource: a wildcard stays within its part between colons, but for a <c>*</c> at the end of one, and the sixth
    /// part, which may hold colons itself ("IAM JSON policy elements: Resource").
    /// </summary>
    public static Pattern OfResource(string text) =>
        new(text, StringComparison.Ordinal, (colons, endsPart) => endsPart || colons >= ColonsBeforeResource);

    /// <summary>An ARN in a condition: each of its six parts is compared by itself ("ARN condition operators").</summary>
    public static Pattern OfArn(string text) => new(text, StringComparison.Ordinal, (colons, _) => colons >= ColonsBeforeResource);

    /// <summary>Whether a text matches.</summary>
    public bool Matches(string text) => _wildcards?.IsMatch(text) ?? string.Equals(Text, text, _comparison);

    /// <inheritdoc />
    public override string ToString() => Text;

    private static string Expression(string text, Func<int, bool, bool> crosses)
    {
        var expression = new StringBuilder(@"\A");
        var colons = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var endsPart = index == text.Length - 1 || text[index + 1] == ':';
            expression.Append(text[index] switch
            {
                '*' => crosses(colons, endsPart) ? ".*" : "[^:]*",
                '?' => crosses(colons, false) ? "." : "[^:]",
                var character => Regex.Escape(character.ToString()),
            });
            colons += text[index] == ':' ? 1 : 0;
        }
        return expression.Append(@"\z").ToString();
    }
}
