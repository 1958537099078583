using System.Text;
using System.Text.Json;

namespace Fanout.Functions.Common;

/// <summary>Lines of structured JSON, as Lambda takes them ("Configuring JSON and plain text log formats").</summary>
internal static class LogLine
{
    /// <summary>Writes a line: the time, the level, the message, and fields.</summary>
    /// <param name="level">Such as <c>Information</c> or <c>Warning</c>.</param>
    /// <param name="message">What happened; always the same text, so that it can be searched for.</param>
    /// <param name="writeFields">Writes the further fields.</param>
    public static string Of(string level, string message, Action<Utf8JsonWriter> writeFields)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("timestamp"u8, DateTime.UtcNow);
            json.WriteString("level"u8, level);
            json.WriteString("message"u8, message);
            writeFields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
    }
}
