using System.Buffers;
using System.Text.Json;

namespace Fanout.Functions.Common.DynamoDb;

/// <summary>The body of a request of BatchWriteItem, in memory that is used again.</summary>
internal sealed class PutRequests
{
    /// <summary>The most items that one request may hold ("BatchWriteItem").</summary>
    public const int MostItems = 25;

    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);

    /// <summary>Writes a request in place of the one before.</summary>
    /// <param name="table">The table.</param>
    /// <param name="items">Up to 25 items.</param>
    /// <param name="writeItem">Writes one item as a JSON object of attribute values.</param>
    /// <returns>The body, good until the next is written.</returns>
    public ReadOnlyMemory<byte> Write<T>(string table, IEnumerable<T> items, Action<Utf8JsonWriter, T> writeItem)
    {
        _buffer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_buffer);
        json.WriteStartObject();
        json.WriteStartObject("RequestItems"u8);
        json.WriteStartArray(table);
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteStartObject("PutRequest"u8);
            json.WritePropertyName("Item"u8);
            writeItem(json, item);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return _buffer.WrittenMemory;
    }
}
