using System.Formats.Cbor;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fanout.Local.Aws;

/// <summary>
/// The protocol in which newer SDKs, and the AWS provider with them, speak to CloudWatch ("Smithy RPC v2 CBOR protocol"). Behind the
/// door it is the service's JSON: the members are the same.
/// </summary>
internal static partial class CborProtocol
{
    private const string Header = "Smithy-Protocol";
    private const string Name = "rpc-v2-cbor";

    // Which numbers are times, JSON does not tell: those are CloudWatch's.
    private static readonly string[] Times =
        ["AlarmConfigurationUpdatedTimestamp", "StateTransitionedTimestamp", "StateUpdatedTimestamp", "Timestamp", "Timestamps", "LastModified"];

    /// <summary>Whether a request is one of this protocol.</summary>
    public static bool IsSpoken(HttpRequest request) =>
        request.Headers[Header] == Name && SignatureClaim.Of(request) is { Service: "monitoring" };

    /// <summary>The operation that such a request's path names; null for a path that names none.</summary>
    public static string? OperationOf(string path) => Path().Match(path) is { Success: true } match ? match.Groups["operation"].Value : null;

    /// <summary>Makes a request one of JSON, once its signature is checked.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <returns>The body in its place.</returns>
    /// <exception cref="ServiceException">The path or the body is not of this protocol.</exception>
    public static byte[] ToJson(HttpRequest request, byte[] body)
    {
        if (Path().Match(RequestTarget.PathOf(request)) is not { Success: true } match)
        {
            throw new ServiceException("UnknownOperationException", "The path names no operation: /service/SERVICE/operation/OPERATION");
        }

        byte[] json;
        try
        {
            json = body.Length == 0 ? "{}"u8.ToArray() : Encoding.UTF8.GetBytes(Read(new CborReader(body, CborConformanceMode.Lax))!.ToJsonString());
        }
        catch (Exception problem) when (problem is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new ServiceException("SerializationException", $"The request's body is not CBOR: {problem.Message}");
        }

        request.Headers["X-Amz-Target"] = $"{match.Groups["service"].Value}.{match.Groups["operation"].Value}";
        request.Headers.Remove("Accept");
        request.ContentType = JsonBodies.ContentType;
        request.ContentLength = json.Length;
        request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/";
        return json;
    }

    /// <summary>Answers such a request with what the service answered in JSON.</summary>
    public static async Task AnswerAsync(HttpResponse response, AwsAnswer answer, CancellationToken cancellation)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        Write(writer, answer.Body.Length == 0 ? new JsonObject() : JsonNode.Parse(answer.Body), isTime: false);
        response.Headers[Header] = Name;
        response.ContentType = "application/cbor";
        await response.Body.WriteAsync(writer.Encode(), cancellation);
    }

    private static JsonNode? Read(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                var members = new JsonObject();
                for (reader.ReadStartMap(); reader.PeekState() != CborReaderState.EndMap;)
                {
                    members.Add(reader.ReadTextString(), Read(reader));
                }

                reader.ReadEndMap();
                return members;
            case CborReaderState.StartArray:
                var items = new JsonArray();
                for (reader.ReadStartArray(); reader.PeekState() != CborReaderState.EndArray;)
                {
                    items.Add(Read(reader));
                }

                reader.ReadEndArray();
                return items;
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return reader.ReadTextString();
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                return Convert.ToBase64String(reader.ReadByteString());
            case CborReaderState.UnsignedInteger:
                return reader.ReadUInt64();
            case CborReaderState.NegativeInteger:
                return reader.ReadInt64();
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return reader.ReadDouble();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            case CborReaderState.Tag:
                reader.ReadTag();
                return Read(reader);
            default:
                reader.ReadNull();
                return null;
        }
    }

    // What is null is not there.
    private static void Write(CborWriter writer, JsonNode? node, bool isTime)
    {
        switch (node)
        {
            case JsonObject members:
                var present = members.Where(member => member.Value is not null).ToArray();
                writer.WriteStartMap(present.Length);
                foreach (var (name, value) in present)
                {
                    writer.WriteTextString(name);
                    Write(writer, value, Times.Contains(name));
                }

                writer.WriteEndMap();
                break;
            case JsonArray items:
                writer.WriteStartArray(items.Count);
                foreach (var item in items)
                {
                    Write(writer, item, isTime);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNull();
                break;
            default:
                Write(writer, node.AsValue(), isTime);
                break;
        }
    }

    private static void Write(CborWriter writer, JsonValue value, bool isTime)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String when isTime:
                writer.WriteTag(CborTag.UnixTimeSeconds);
                writer.WriteDouble((DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - DateTimeOffset.UnixEpoch).TotalSeconds);
                break;
            case JsonValueKind.Number when isTime:
                writer.WriteTag(CborTag.UnixTimeSeconds);
                writer.WriteDouble((double)value);
                break;
            case JsonValueKind.Number when value.TryGetValue<long>(out var whole):
                writer.WriteInt64(whole);
                break;
            case JsonValueKind.Number:
                writer.WriteDouble((double)value);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean((bool)value);
                break;
            default:
                writer.WriteTextString((string)value!);
                break;
        }
    }

    [GeneratedRegex(@"\A/service/(?<service>\w+)/operation/(?<operation>\w+)\z")]
    private static partial Regex Path();
}
