using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Fanout.Local.Jsonata;

/// <summary>JSON values as text.</summary>
public static class JsonText
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The value without white space between its tokens, which is how payloads are measured.</summary>
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
            compact[length++] = text[i];
            if (inString && text[i] == '\\')
            {
                compact[length++] = text[++i];
            }
            else if (text[i] == '"')
            {
                inString = !inString;
            }
        }
        return length == text.Length ? value : JsonElement.Parse(compact.AsSpan(0, length));
    }

    /// <summary>
    /// What makes a value one that not all who read it take for the same, as the end of a sentence about it: bytes that are
    /// no UTF-8, an unpaired surrogate, a name that an object has twice. Null where there is nothing.
    /// </summary>
    public static string? Flaw(JsonElement value)
    {
        var text = JsonMarshal.GetRawUtf8Value(value);
        return !Utf8.IsValid(text) ? "holds bytes that are not UTF-8"
            : HoldsHalfACharacter(text) ? "holds an unpaired surrogate, half of a character, which is no text"
            : value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Repetition(text)
            : null;
    }

    private static string? Repetition(ReadOnlySpan<byte> text)
    {
        try
        {
            JsonElement.Parse(text, Strict);
            return null;
        }
        catch (JsonException problem)
        {
            return $"names a member of an object twice: {problem.Message}";
        }
    }

    private static bool HoldsHalfACharacter(ReadOnlySpan<byte> text)
    {
        for (var at = Next(text, 0); at < text.Length; at = Next(text, at))
        {
            if (text[at + 1] != 'u')
            {
                at += 2;
                continue;
            }
            var unit = Unit(text, at);
            if (char.IsLowSurrogate(unit) || (char.IsHighSurrogate(unit) && !char.IsLowSurrogate(Unit(text, at + 6))))
            {
                return true;
            }
            at += char.IsHighSurrogate(unit) ? 12 : 6;
        }
        return false;
    }

    // Outside its texts JSON has no backslash.
    private static int Next(ReadOnlySpan<byte> text, int start) =>
        text[start..].IndexOf((byte)'\\') is >= 0 and var found ? start + found : text.Length;

    // The code unit of an escape of six characters; NUL where there is none.
    private static char Unit(ReadOnlySpan<byte> text, int at) =>
        text[at..] is [(byte)'\\', (byte)'u', var a, var b, var c, var d, ..]
            ? (char)ushort.Parse([a, b, c, d], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : '\0';

    /// <summary>The size of the value's text in bytes of UTF-8.</summary>
    public static int Size(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;
}
