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
    public static long OfValue(JsonElement typed)
    {
        var (type, value) = typed.EnumerateObject().Select(member => (member.Name, member.Value)).Single();
        return type switch
        {
            "S" => Encoding.UTF8.GetByteCount(value.GetString()!),
            "N" => OfNumber(value.GetString()!),
            "B" => value.GetBytesFromBase64().Length,
            "SS" => value.EnumerateArray().Sum(member => Encoding.UTF8.GetByteCount(member.GetString()!)),
            "NS" => value.EnumerateArray().Sum(member => OfNumber(member.GetString()!)),
            "BS" => value.EnumerateArray().Sum(member => member.GetBytesFromBase64().Length),
            "M" => Overhead + Of(value) + value.EnumerateObject().Count(),
            "L" => Overhead + value.EnumerateArray().Sum(member => OfValue(member) + 1),

            // BOOL and NULL.
            _ => 1,
        };
    }

    // A byte for two significant digits and one more; zeros before and after them do not count.
    private static long OfNumber(string number)
    {
        var digits = string.Concat(number.Split('e', 'E')[0].Where(char.IsAsciiDigit)).Trim('0').Length;
        return (digits + 1) / 2 + 1;
    }
}
