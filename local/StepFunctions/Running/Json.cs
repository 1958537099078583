using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>Builds JSON values.</summary>
internal static class Json
{
    public static readonly JsonElement EmptyObject = JsonElement.Parse("{}");

    // Sizes are counted as the service counts them: only what JSON must escape is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>An array of the given values, byte for byte.</summary>
    public static JsonElement Array(IReadOnlyList<JsonElement> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("["u8);
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                buffer.Write(","u8);
            }
            buffer.Write(JsonMarshal.GetRawUtf8Value(values[i]));
        }
        buffer.Write("]"u8);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Writes a time as the service does: UTC, with milliseconds.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteString(name, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    public static void WriteMember(this Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
    }
}
