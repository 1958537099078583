using System.Text;
using System.Text.Json;
using Fanout.Local.Aws;

namespace Fanout.Local.Cost;

/// <summary>What a request is billed as; nothing where the service does not bill requests.</summary>
internal static class RequestCharges
{
    private static readonly (UnitPrice Price, decimal Quantity)[] Nothing = [];
    private static readonly string[] FreeOfS3 = ["Delete", "Abort"];
    private static readonly string[] WritesOfS3 = ["Put", "Copy", "Post", "Create", "Upload", "Complete", "List"];

    /// <summary>Whether the answer says what is to be billed.</summary>
    public static bool IsInAnswer(AwsRequest asked) => asked.Service == "dynamodb" || (asked.Service, asked.Operation) == ("sqs", "ReceiveMessage");

    /// <summary>What is billed for a request that was answered as it was asked.</summary>
    /// <param name="asked">What the request says of itself.</param>
    /// <param name="body">Its body; an empty text where it was not read.</param>
    /// <param name="answer">Its answer's body, where <see cref="IsInAnswer"/>.</param>
    public static IEnumerable<(UnitPrice Price, decimal Quantity)> Of(AwsRequest asked, string body, string answer) => asked.Service switch
    {
        "s3" => FreeOfS3.Any(asked.Operation.StartsWith) ? [] : [(WritesOfS3.Any(asked.Operation.StartsWith) ? Prices.S3Write : Prices.S3Read, 1)],
        "sns" => asked.Operation is "Publish" or "PublishBatch" ? [(Prices.SnsPublish, BilledQuantity.Messages(BytesOf(asked.Form)))] : [],
        "sqs" => [(Prices.SqsRequest, BilledQuantity.Messages(asked.Form.Count > 0 ? BytesOf(asked.Form) : BytesOf(body) + BytesOf(answer)))],
        "dynamodb" => OfDynamoDb(RequestUnits.Of(asked.Operation, Read(body), Read(answer))),
        _ => [],
    };

    private static IEnumerable<(UnitPrice Price, decimal Quantity)> OfDynamoDb(RequestUnits units) =>
        [.. units.Writes > 0 ? [(Prices.DynamoDbWrite, units.Writes)] : Nothing, .. units.Reads > 0 ? [(Prices.DynamoDbRead, units.Reads)] : Nothing];

    // Of a message its body and its attributes count.
    private static long BytesOf(IReadOnlyDictionary<string, string> form) =>
        form.Where(field => IsOfMessage(field.Key[(field.Key.LastIndexOf('.') + 1)..])).Sum(field => (long)Encoding.UTF8.GetByteCount(field.Value));

    private static long BytesOf(string json) => BytesOf(Read(json));

    private static long BytesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Sum(BytesOf),
        JsonValueKind.Object => value.EnumerateObject().Sum(member => IsOfMessage(member.Name) && member.Value.ValueKind == JsonValueKind.String
            ? Encoding.UTF8.GetByteCount(member.Value.GetString()!)
            : BytesOf(member.Value)),
        _ => 0,
    };

    private static JsonElement Read(string json) => JsonElement.Parse(json.Length > 0 ? json : "{}");

    private static bool IsOfMessage(string member) => member is "Message" or "MessageBody" or "Body" or "StringValue" or "BinaryValue";
}
