using System.Text;
using System.Text.Json;

namespace Fanout.Local.Cost;

/// <summary>The size of an item of DynamoDB, by which reads and writes are billed ("DynamoDB item sizes and formats").</summary>
internal static class ItemSize
{
    private const int Overhead = 3;

    /// <summary>The bytes of an item, as JSON of the API has it: attributes by name, each a type and a value.</summary>
    public static long Of(JsonElement item) =>
        item.EnumerateObject().Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Name) + OfValue(attribute.Value));

    /// <summary>The bytes of a value, without a name.</summary>
    public static long OfValue(JsonElement typed) => typed.EnumerateObject().Sum(member => OfValue(member.Name, member.Value));

    private static long OfValue(string type, JsonElement value) => type switch
    {
        "S" => OfText(value),
        "N" => OfNumber(value),
        "B" => OfBinary(value),
        "SS" => value.EnumerateArray().Sum(OfText),
        "NS" => value.EnumerateArray().Sum(OfNumber),
        "BS" => value.EnumerateArray().Sum(OfBinary),
        "M" => Overhead + Of(value) + value.EnumerateObject().Count(),
        "L" => Overhead + value.EnumerateArray().Sum(member => OfValue(member) + 1),

        // BOOL and NULL.
        _ => 1,
    };

    private static long OfText(JsonElement value) => Encoding.UTF8.GetByteCount($"{value}");

    private static long OfBinary(JsonElement value) => value.TryGetBytesFromBase64(out var bytes) ? bytes.Length : OfText(value);

    // A byte for two significant digits and one more; zeros before and after them do not count.
    private static long OfNumber(JsonElement value)
    {
        var digits = string.Concat($"{value}".Split('e', 'E')[0].Where(char.IsAsciiDigit)).Trim('0').Length;
        return (digits + 1) / 2 + 1;
    }
}
