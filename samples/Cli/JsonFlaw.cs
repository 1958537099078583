using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Fanout.Samples.Cli;

/// <summary>What is wrong with JSON that can be parsed.</summary>
public static class JsonFlaw
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// What makes a value one that not all who read it take for the same, as the end of a sentence about it: bytes that are
    /// no UTF-8, an unpaired surrogate, a name that an object has twice. Null where there is nothing.
    /// </summary>
    public static string? Of(JsonElement value)
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
}
