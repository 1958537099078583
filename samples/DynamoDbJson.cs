using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace Fanout.Samples;

/// <summary>JSON values as DynamoDB attribute values ("Supported data types and naming rules").</summary>
public static class DynamoDbJson
{
    /// <summary>The most bytes that an item may have ("Quotas": maximum item size).</summary>
    public const int ItemSizeLimit = 400 * 1024;

    /// <summary>Converts a value; numbers keep their digits.</summary>
    /// <exception cref="SampleException">It holds a number that DynamoDB does not take.</exception>
    public static AttributeValue Attribute(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new AttributeValue { S = value.GetString() },
        JsonValueKind.Number => new AttributeValue { N = Number(value.GetRawText()) },
        JsonValueKind.True or JsonValueKind.False => new AttributeValue { BOOL = value.GetBoolean() },
        JsonValueKind.Array => new AttributeValue { L = [.. value.EnumerateArray().Select(Attribute)], IsLSet = true },
        JsonValueKind.Object => new AttributeValue
        {
            M = value.EnumerateObject().ToDictionary(member => member.Name, member => Attribute(member.Value)),
            IsMSet = true,
        },
        _ => new AttributeValue { NULL = true },
    };

    private static string Number(string text) => DynamoDbNumber.Read(text) is (null, { } problem)
        ? throw new SampleException(
            $"DynamoDB does not take the number {text}: {problem}. Allowed are 38 significant digits and magnitudes from 1E-130 to 9.99E+125; write it as a text.")
        : text;

    /// <summary>The bytes that count against <see cref="ItemSizeLimit"/> ("DynamoDB item sizes and formats").</summary>
    public static long Size(IReadOnlyDictionary<string, AttributeValue> item) =>
        item.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key) + Size(attribute.Value));

    private static long Size(AttributeValue value) => value switch
    {
        { S: { } text } => Encoding.UTF8.GetByteCount(text),

        // About a byte for two significant digits and one more.
        { N: { } number } => (number.Count(char.IsAsciiDigit) + 1) / 2 + 1,
        { IsLSet: true } => 3 + value.L.Sum(element => 1 + Size(element)),
        { IsMSet: true } => 3 + value.M.Sum(member => 1 + Encoding.UTF8.GetByteCount(member.Key) + Size(member.Value)),
        _ => 1,
    };
}
