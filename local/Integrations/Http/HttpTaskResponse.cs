using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Samples.Cli;

namespace Fanout.Local.Integrations.Http;

/// <summary>What an API answered, as an HTTP Task gives it ("Call HTTPS APIs in Step Functions workflows").</summary>
internal static class HttpTaskResponse
{
    // How much of an error's body its cause tells, in bytes.
    private const int LongestError = 1_000;

    private static readonly string[] Binary = ["application/octet-stream", "image/", "video/", "audio/"];

    /// <summary>Reads an answer: headers, body (JSON where its content type says so), status.</summary>
    /// <exception cref="TaskFailedException">
    /// <c>States.Http.StatusCode.</c> and the status, where it is none of success, with the beginning of the body; <c>States.DataLimitExceeded</c>;
    /// <c>States.Runtime</c> for a body that is no text.
    /// </exception>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        var statusText = response.ReasonPhrase ?? "";
        if (!response.IsSuccessStatusCode)
        {
            var beginning = await ReadBeginningAsync(response.Content, cancellation);
            throw new TaskFailedException(
                $"States.Http.StatusCode.{status}", beginning.Length == 0 ? statusText : $"{statusText}: {beginning}");
        }
        var type = response.Content.Headers.ContentType;
        var media = type?.MediaType ?? "";
        if (Binary.Any(prefix => media.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
        {
            throw new TaskFailedException(ErrorNames.Runtime, $"The response has the content type {media}, which an HTTP Task does not support.");
        }
        var text = Decode((await ReadBodyAsync(response.Content, cancellation)).Span, type);
        return JsonSerializer.SerializeToElement(
            new JsonObject
            {
                ["Headers"] = Headers(response),
                ["ResponseBody"] = IsJson(media) && TryParse(text, out var body) ? body : JsonValue.Create(text),
                ["StatusCode"] = status,
                ["StatusText"] = statusText,
            },
            CompactJson.Options);
    }

    // An error's body is told as far as it is text: what is not in its charset, or cut, is replaced.
    private static async Task<string> ReadBeginningAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[LongestError];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        var body = buffer.AsSpan(0, length);
        var charset = Charset.Find(content.Headers.ContentType?.CharSet, body, new DecoderReplacementFallback("\uFFFD")) ?? Encoding.UTF8;
        return charset.GetString(body).Trim('\uFEFF', ' ', '\t', '\r', '\n');
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[Quotas.Payload + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return length <= Quotas.Payload
            ? buffer.AsMemory(0, length)
            : throw new TaskFailedException(
                ErrorNames.DataLimitExceeded,
                "The state/task 'http' returned a result with a size exceeding the maximum number of bytes service limit.");
    }

    // A byte order mark stays: a body that begins with one is no JSON, and so a text.
    private static string Decode(ReadOnlySpan<byte> body, MediaTypeHeaderValue? type)
    {
        var charset = Charset.Find(type?.CharSet, body, DecoderFallback.ExceptionFallback)
            ?? throw new TaskFailedException(
                ErrorNames.Runtime, $"The response cannot be read as text: its content type, {type}, names a charset that is not known.");
        try
        {
            return charset.GetString(body);
        }
        catch (DecoderFallbackException problem)
        {
            throw new TaskFailedException(
                ErrorNames.Runtime, $"The response cannot be read as text: it is not {charset.WebName}, byte {problem.Index} is wrong.");
        }
    }

    private static bool IsJson(string media) =>
        media.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    private static bool TryParse(string text, out JsonNode? body)
    {
        try
        {
            body = JsonFlaw.Of(JsonElement.Parse(text)) is { } flaw
                ? throw new TaskFailedException(ErrorNames.Runtime, $"The response's body {flaw}.")
                : JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            body = null;
            return false;
        }
    }

    private static JsonObject Headers(HttpResponseMessage response) => new(
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Select(header =>
            KeyValuePair.Create<string, JsonNode?>(header.Key, new JsonArray([.. header.Value.Select(value => JsonValue.Create(value))]))));
}
