using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Fanout.Local.WebConsole.Markup;

/// <summary>Makes <see cref="Html"/> of an interpolated string; a hole of another type than these does not compile.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlHandler
{
    private readonly StringBuilder _text;

    public HtmlHandler(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (16 * formattedCount));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(string? text) => Html.Escape(_text, text);

    public void AppendFormatted(Html markup) => _text.Append(markup.ToString());

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
        {
            _text.Append(part.ToString());
        }
    }

    public void AppendFormatted(long number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(double number) => _text.Append(CultureInfo.InvariantCulture, $"{number:0.##}");

    internal string Finish() => _text.ToString();
}
