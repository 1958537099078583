using System.Text;

namespace Fanout.Local.WebConsole.Markup;

/// <summary>
/// HTML that is safe to send: made of literals of this program, whose holes are escaped. It is made by
/// <see cref="Of(HtmlHandler)"/>, as in <c>Html.Of($"&lt;td&gt;{name}&lt;/td&gt;")</c>; attributes stand in double quotes.
/// </summary>
internal readonly struct Html
{
    private readonly string? _text;

    private Html(string text) => _text = text;

    /// <summary>Nothing.</summary>
    public static Html None => default;

    /// <summary>Markup whose holes are escaped, but for those that are markup themselves.</summary>
    public static Html Of(HtmlHandler markup) => new(markup.Finish());

    /// <summary>A text, escaped.</summary>
    public static Html Text(string? text) => Of($"{text}");

    /// <summary>Markup after markup.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part._text)));

    /// <summary>Markup where a condition holds.</summary>
    public static Html When(bool condition, Func<Html> markup) => condition ? markup() : None;

    /// <summary>A file of this program, which is markup, script or style as it stands.</summary>
    internal static Html OfOwnFile(string text) => new(text);

    /// <inheritdoc />
    public override string ToString() => _text ?? "";

    /// <summary>Appends a text to markup, escaped for elements and for attributes in quotes.</summary>
    internal static void Escape(StringBuilder into, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            switch (character)
            {
                case '&':
                    into.Append("&amp;");
                    break;
                case '<':
                    into.Append("&lt;");
                    break;
                case '>':
                    into.Append("&gt;");
                    break;
                case '"':
                    into.Append("&quot;");
                    break;
                case '\'':
                    into.Append("&#39;");
                    break;
                default:
                    if (IsDeceptive(character))
                    {
                        into.Append($"\\u{(int)character:x4}");
                    }
                    else
                    {
                        into.Append(character);
                    }

                    break;
            }
        }
    }

    // What is not seen, or turns what follows around, is shown as its escape.
    private static bool IsDeceptive(char character) =>
        (char.IsControl(character) && character is not ('\n' or '\t'))
        || character is (>= '\u200b' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff';
}
