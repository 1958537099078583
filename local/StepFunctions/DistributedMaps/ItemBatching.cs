using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>How items are grouped into the inputs of child executions ("ItemBatcher (Map)").</summary>
/// <param name="maxItems">The most items in a batch.</param>
/// <param name="maxBytes">The most bytes of a child's input.</param>
/// <param name="batchInput">What every batch has beside its items.</param>
internal sealed class ItemBatching(long maxItems, long maxBytes, JsonElement? batchInput)
{
    private readonly byte[] _head = batchInput is { } input
        ? [.. "{\"BatchInput\":"u8, .. JsonMarshal.GetRawUtf8Value(input), .. ",\"Items\":["u8]
        : [.. "{\"Items\":["u8];

    private readonly ArrayBufferWriter<byte> _batch = new();

    /// <summary>Takes the fields of a Map state; null where it has no ItemBatcher.</summary>
    public static ItemBatching? Of(FieldValues values)
    {
        var maxItems = values.Integer("ItemBatcher/MaxItemsPerBatch", minimum: 1);
        var maxBytes = values.Integer("ItemBatcher/MaxInputBytesPerBatch", minimum: 1, maximum: Quotas.Payload);
        return maxItems is null && maxBytes is null
            ? null
            : new ItemBatching(maxItems ?? long.MaxValue, maxBytes ?? Quotas.Payload, values.Get("ItemBatcher/BatchInput"));
    }

    /// <summary>Takes the items of one batch off the queue: at least one, however large it is.</summary>
    public (JsonElement Input, int Items) Take(WaitingItems items)
    {
        _batch.ResetWrittenCount();
        _batch.Write(_head);
        var count = 0;
        while (items.TryPeek(out var item) && (count == 0 || Fits(_batch.WrittenCount, count, item)))
        {
            _batch.Write(count++ == 0 ? [] : ","u8);
            _batch.Write(JsonMarshal.GetRawUtf8Value(items.Dequeue()));
        }
        _batch.Write("]}"u8);
        return (JsonElement.Parse(_batch.WrittenSpan), count);
    }

    /// <summary>Whether the queued items fill a batch, whatever comes after them.</summary>
    public bool IsFull(WaitingItems items) => items.Count >= maxItems || items.Bytes + items.Count >= maxBytes;

    private bool Fits(int written, int count, JsonElement item) =>
        count < maxItems && written + 1 + JsonText.Size(item) + 2 <= maxBytes;
}
