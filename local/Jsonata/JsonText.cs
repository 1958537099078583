using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Fanout.Local.Jsonata;

/// <summary>JSON values as text.</summary>
public static class JsonText
{
    // "\u" and four digits.
    private const int LengthOfEscape = 6;

    private const string ShortEscapes = "\b\t\n\f\r\"\\";
    private const string ShortLetters = "btnfr\"\\";

    /// <summary>
    /// The value without white space between its tokens and without escapes that need not be, which is how payloads are
    /// measured.
    /// </summary>
    public static JsonElement Compact(JsonElement value)
    {
        var text = JsonMarshal.GetRawUtf8Value(value);
        var compact = new byte[text.Length];
        var (length, inString) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (!inString && char.IsWhiteSpace((char)text[i]))
            {
                continue;
            }
            if (inString && text[i] == '\\')
            {
                var (escape, written) = Shorten(text[i..], compact.AsSpan(length));
                length += written;
                i += escape - 1;
                continue;
            }
            compact[length++] = text[i];
            if (text[i] == '"')
            {
                inString = !inString;
            }
        }
        return length == text.Length ? value : JsonElement.Parse(compact.AsSpan(0, length));
    }

    /// <summary>The size of the value's text in bytes of UTF-8.</summary>
    public static int Size(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    /// <summary>Writes the escape that a text begins with as short as may be, half a character as it is.</summary>
    /// <returns>The escape's own length, and that of what was written.</returns>
    private static (int Length, int Written) Shorten(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = text[1] == 'u' ? LengthOfEscape : 2;
        if (length == LengthOfEscape && RuneOf(text) is var (rune, ofRune))
        {
            if (rune.IsAscii && ShortEscapes.IndexOf((char)rune.Value) is >= 0 and var place)
            {
                (target[0], target[1]) = ((byte)'\\', (byte)ShortLetters[place]);
                return (ofRune, 2);
            }
            if (!Rune.IsControl(rune) || rune.Value > 0x7f)
            {
                return (ofRune, rune.EncodeToUtf8(target));
            }
        }
        text[..length].CopyTo(target);
        return (length, length);
    }

    private static (Rune Rune, int Length)? RuneOf(ReadOnlySpan<byte> text)
    {
        var unit = UnitOf(text);
        return Rune.TryCreate(unit, out var rune) ? (rune, LengthOfEscape)
            : text.Length >= 2 * LengthOfEscape && text[LengthOfEscape] == '\\' && text[LengthOfEscape + 1] == 'u'
                && Rune.TryCreate(unit, UnitOf(text[LengthOfEscape..]), out rune) ? (rune, 2 * LengthOfEscape)
            : null;
    }

    private static char UnitOf(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape[2..LengthOfEscape], out ushort unit, out _, 'x') ? (char)unit : '\0';
}
