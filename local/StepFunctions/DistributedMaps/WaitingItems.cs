using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Fanout.Local.Jsonata;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>Items that were read and are in no child's input yet.</summary>
internal sealed class WaitingItems
{
    private readonly Queue<JsonElement> _items = [];

    public int Count => _items.Count;

    /// <summary>The sizes of their texts together.</summary>
    public long Bytes { get; private set; }

    public void Enqueue(JsonElement item)
    {
        _items.Enqueue(item);
        Bytes += JsonText.Size(item);
    }

    public bool TryPeek([MaybeNullWhen(false)] out JsonElement item) => _items.TryPeek(out item);

    public JsonElement Dequeue()
    {
        var item = _items.Dequeue();
        Bytes -= JsonText.Size(item);
        return item;
    }
}
