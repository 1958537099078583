using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace Fanout.Samples;

/// <summary>JSON values as DynamoDB attribute values ("Supported data types and naming rules").</summary>
public static class DynamoDbJson
{
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

    /// <summary>The bytes of an item as DynamoDB answers it, JSON such as <c>{"values":{"L":[{"N":"1"}]}}</c>.</summary>
    public static long Size(IReadOnlyDictionary<string, AttributeValue> item) =>
        2 + item.Sum(attribute => 2 + Size(attribute.Key) + Size(attribute.Value));

    // With the braces, the type's name and the colon; what stands between two values is counted after each.
    private static long Size(AttributeValue value) => value switch
    {
        { S: { } text } => """{"S":}""".Length + Size(text),
        { N: { } number } => """{"N":""}""".Length + number.Length,
        { IsLSet: true } => """{"L":[]}""".Length + value.L.Sum(element => 1 + Size(element)),
        { IsMSet: true } => """{"M":}""".Length + Size(value.M),
        { BOOL: not null } => """{"BOOL":false}""".Length,
        _ => """{"NULL":true}""".Length,
    };

    private static long Size(string text) => 2 + text.EnumerateRunes().Sum(rune => rune.Value switch
    {
        '"' or '\\' or '\b' or '\f' or '\n' or '\r' or '\t' => 2,
        < ' ' => 6,
        _ => rune.Utf8SequenceLength,
    });
}
