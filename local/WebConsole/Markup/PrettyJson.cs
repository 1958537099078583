using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fanout.Local.WebConsole.Markup;

/// <summary>Values as a person reads them.</summary>
internal static class PrettyJson
{
    // It is escaped as HTML afterwards.
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value, indented.</summary>
    public static string Of(JsonElement value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            value.WriteTo(json);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A text, indented where it is JSON: causes often are.</summary>
    public static string OfText(string text)
    {
        if (text.TrimStart() is not ['{' or '[', ..])
        {
            return text;
        }

        try
        {
            return Of(JsonElement.Parse(text));
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // No JSON after all, or with half a character in it.
            return text;
        }
    }
}
