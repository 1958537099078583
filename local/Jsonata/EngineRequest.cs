using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fanout.Local.Jsonata;

/// <summary>Writes the lines that the engine reads.</summary>
internal static class EngineRequest
{
    private const int ShortLine = 1024;

    /// <summary>A request to evaluate a template; it holds the template itself only the first time.</summary>
    public static ReadOnlyMemory<byte> Evaluate(long id, Template template, int number, bool define, Bindings bindings) => Line(json =>
    {
        json.WriteNumber("id", id);
        json.WriteNumber("template", number);
        if (define)
        {
            json.WritePropertyName("define");
            template.Value.WriteTo(json);
        }
        json.WriteNumber("now", bindings.Now.ToUnixTimeMilliseconds());
        json.WriteStartObject("bindings");
        foreach (var (name, value) in bindings.Variables)
        {
            Write(json, name, value);
        }
        json.WriteStartObject("states");
        foreach (var (name, value) in bindings.States)
        {
            Write(json, name, value);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }, ShortLine + bindings.Variables.Concat(bindings.States).Sum(bound => JsonText.Size(bound.Value)));

    /// <summary>A request to check the syntax of expressions.</summary>
    public static ReadOnlyMemory<byte> Check(long id, IEnumerable<string> expressions) => Line(json =>
    {
        json.WriteNumber("id", id);
        json.WriteStartArray("check");
        foreach (var expression in expressions)
        {
            json.WriteStringValue(expression);
        }
        json.WriteEndArray();
    });

    /// <summary>A request to lay out a graph.</summary>
    public static ReadOnlyMemory<byte> LayOut(long id, JsonNode graph) => Line(json =>
    {
        json.WriteNumber("id", id);
        json.WritePropertyName("layOut");
        graph.WriteTo(json);
    });

    private static void Write(Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    /// <summary>A request of the given members, with the end of its line.</summary>
    /// <param name="write">Writes the members.</param>
    /// <param name="length">About how long it will be, in bytes.</param>
    private static ReadOnlyMemory<byte> Line(Action<Utf8JsonWriter> write, int length = ShortLine)
    {
        var buffer = new ArrayBufferWriter<byte>(length);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
        return buffer.WrittenMemory;
    }
}
