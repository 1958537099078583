using System.Net.Http.Headers;
using System.Text.Json;

namespace Fanout.Functions.Common.Aws;

/// <summary>Calls a service that speaks the "AWS JSON 1.0 protocol", such as DynamoDB and SQS.</summary>
/// <param name="http">What sends the requests.</param>
/// <param name="endpoint">Where the service answers.</param>
/// <param name="target">What its operations' names begin with, such as <c>DynamoDB_20120810</c>.</param>
/// <param name="credentials">What requests are signed with.</param>
/// <param name="time">The clock that dates the signatures.</param>
internal sealed class JsonClient(
    HttpClient http, ServiceEndpoint endpoint, string target, AwsCredentials credentials, TimeProvider time)
{
    private static readonly MediaTypeHeaderValue Json = new("application/x-amz-json-1.0");

    /// <summary>Calls one operation.</summary>
    /// <param name="operation">Its name, such as <c>BatchWriteItem</c>.</param>
    /// <param name="body">The request.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The response, for the caller to dispose.</returns>
    /// <exception cref="AwsException">The service answered with an error.</exception>
    /// <exception cref="HttpRequestException">The service could not be reached.</exception>
    public async Task<JsonDocument> CallAsync(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address)
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } },
        };
        request.Headers.TryAddWithoutValidation("x-amz-target", $"{target}.{operation}");
        SignatureV4.Sign(request, body.Span, endpoint, credentials, time.GetUtcNow());
        using var response = await http.SendAsync(request, cancellation);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw Error(answer, response);
        }

        try
        {
            return JsonDocument.Parse(answer);
        }
        catch (JsonException problem)
        {
            throw new HttpRequestException($"The answer of {endpoint.Address} is not JSON.", problem);
        }
    }

    private static AwsException Error(byte[] answer, HttpResponseMessage response)
    {
        try
        {
            var error = JsonElement.Parse(answer);
            var type = error.GetProperty("__type").GetString()!;
            var message = error.TryGetProperty("message", out var text) || error.TryGetProperty("Message", out text)
                ? text.GetString()
                : null;
            return new AwsException(type[(type.LastIndexOf('#') + 1)..], response.StatusCode, message ?? "no message");
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new AwsException("UnknownError", response.StatusCode, $"HTTP status {(int)response.StatusCode}");
        }
    }
}
