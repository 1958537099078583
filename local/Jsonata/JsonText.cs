using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fanout.Samples.Cli;

namespace Fanout.Local.Jsonata;

/// <summary>JSON values as text.</summary>
public static class JsonText
{
    private static readonly JsonWriterOptions AsShortAsMayBe = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>
    /// The value without white space between its tokens and without escapes that need not be, which is how payloads are measured.
    /// </summary>
    public static JsonElement Compact(JsonElement value)
    {
        var text = JsonMarshal.GetRawUtf8Value(value);
        // What is flawed is refused by others, and stays as it is until then.
        if (text.IndexOf("\\u"u8) >= 0 && JsonFlaw.Of(value) is null)
        {
            var shortest = new ArrayBufferWriter<byte>(text.Length);
            using (var json = new Utf8JsonWriter(shortest, AsShortAsMayBe))
            {
                value.WriteTo(json);
            }
            return JsonElement.Parse(shortest.WrittenSpan);
        }

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

    /// <summary>The size of the value's text in bytes of UTF-8.</summary>
    public static int Size(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;
}
