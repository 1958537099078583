using System.Text.Json;

namespace Fanout.Functions.ParallelMap;

/// <summary>Handles one element of the list that the parallel-map state machine reads.</summary>
public static class Function
{
    /// <summary>Logs the element as one line of structured JSON and returns it unchanged.</summary>
    /// <param name="input">The element: any JSON value.</param>
    /// <returns>The same JSON value, without insignificant white space.</returns>
    /// <exception cref="JsonException">The input is not JSON.</exception>
    public static Stream Handle(Stream input)
    {
        using var element = JsonDocument.Parse(input);
        Console.Out.WriteLine(LogLine(element.RootElement));
        return Serialize(element.RootElement.WriteTo);
    }

    private static string LogLine(JsonElement element)
    {
        using var line = Serialize(json =>
        {
            json.WriteStartObject();
            json.WriteString("timestamp", DateTime.UtcNow);
            json.WriteString("level", "Information");
            json.WriteString("message", "Element received");
            json.WritePropertyName("element");
            element.WriteTo(json);
            json.WriteEndObject();
        });
        return System.Text.Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
    }

    private static MemoryStream Serialize(Action<Utf8JsonWriter> write)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json);
        }

        stream.Position = 0;
        return stream;
    }
}
