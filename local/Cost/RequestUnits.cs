using System.Text.Json;

namespace Fanout.Local.Cost;

/// <summary>
/// The request units that DynamoDB bills an operation with, by the sizes of the items that its request and its answer name
/// ("Capacity unit consumption"). What an update leaves as it was and what a deletion takes away is in neither: of these items
/// the key and the values that are set are counted. Of what a filter holds back, an item counts as those that pass do.
/// </summary>
/// <param name="Writes">Write request units.</param>
/// <param name="Reads">Read request units.</param>
internal readonly record struct RequestUnits(decimal Writes, decimal Reads)
{
    /// <summary>The units of an operation that succeeded.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="request">Its arguments.</param>
    /// <param name="answer">Its answer.</param>
    public static RequestUnits Of(string operation, JsonElement request, JsonElement answer) => operation switch
    {
        "PutItem" or "UpdateItem" or "DeleteItem" => new RequestUnits(OfWrite(request), 0),
        "BatchWriteItem" => new RequestUnits(OfBatch(request, "RequestItems") - OfBatch(answer, "UnprocessedItems"), 0),
        "TransactWriteItems" => new RequestUnits(2 * Parts(request, "TransactItems").Sum(OfWrite), 0),
        "GetItem" => new RequestUnits(0, OfItem(answer, IsConsistent(request))),
        "BatchGetItem" => new RequestUnits(0, OfBatchRead(request, answer)),
        "TransactGetItems" => new RequestUnits(0, 2 * Elements(answer, "Responses").Sum(item => OfItem(item, isConsistent: true))),
        "Query" or "Scan" or "ExecuteStatement" => new RequestUnits(0, OfPage(request, answer)),
        _ => default,
    };

    private static decimal OfWrite(JsonElement write) => BilledQuantity.Writes(
        write.TryGetProperty("Item", out var item) ? ItemSize.Of(item)
        : (write.TryGetProperty("Key", out var key) ? ItemSize.Of(key) : 0)
            + (write.TryGetProperty("ExpressionAttributeValues", out var values) ? values.EnumerateObject().Sum(value => ItemSize.OfValue(value.Value)) : 0));

    private static decimal OfBatch(JsonElement members, string name) => members.TryGetProperty(name, out var tables)
        ? tables.EnumerateObject().SelectMany(table => table.Value.EnumerateArray()).SelectMany(write => write.EnumerateObject()).Sum(write => OfWrite(write.Value))
        : 0;

    private static decimal OfBatchRead(JsonElement request, JsonElement answer) => answer.TryGetProperty("Responses", out var tables)
        ? tables.EnumerateObject().Sum(table => table.Value.EnumerateArray().Sum(item => BilledQuantity.Reads(
            ItemSize.Of(item), request.GetProperty("RequestItems").TryGetProperty(table.Name, out var keys) && IsConsistent(keys))))
        : 0;

    private static decimal OfItem(JsonElement answer, bool isConsistent) =>
        BilledQuantity.Reads(answer.TryGetProperty("Item", out var item) ? ItemSize.Of(item) : 0, isConsistent);

    private static decimal OfPage(JsonElement request, JsonElement answer)
    {
        var items = Elements(answer, "Items").ToArray();
        var read = answer.TryGetProperty("ScannedCount", out var scanned) ? scanned.GetInt64() : items.Length;
        var size = items.Sum(ItemSize.Of);
        return BilledQuantity.Reads(items.Length == 0 ? 0 : size * Math.Max(read, items.Length) / items.Length, IsConsistent(request));
    }

    private static bool IsConsistent(JsonElement request) =>
        request.TryGetProperty("ConsistentRead", out var consistent) && consistent.ValueKind == JsonValueKind.True;

    private static JsonElement.ArrayEnumerator Elements(JsonElement members, string name) =>
        members.TryGetProperty(name, out var list) ? list.EnumerateArray() : default;

    // The parts of a transaction: each an object with one member, which is named by what it does.
    private static IEnumerable<JsonElement> Parts(JsonElement members, string name) =>
        Elements(members, name).SelectMany(part => part.EnumerateObject()).Select(part => part.Value);
}
