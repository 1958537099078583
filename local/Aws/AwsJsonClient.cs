using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;

namespace Fanout.Local.Aws;

/// <summary>Calls an AWS JSON API as it stands: the arguments are the request's body ("AWS JSON 1.0 protocol").</summary>
/// <param name="http">What sends the requests.</param>
public sealed class AwsJsonClient(SignedHttp http)
{
    /// <summary>Calls one operation.</summary>
    /// <param name="service">The service's signing name, such as <c>dynamodb</c>.</param>
    /// <param name="target">The value of X-Amz-Target, such as <c>DynamoDB_20120810.GetItem</c>.</param>
    /// <param name="arguments">The request.</param>
    /// <param name="caller">The caller's credentials.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <param name="version">The version of the protocol that the service speaks.</param>
    /// <param name="ticket">What an execution that the call starts is expected by; null where no Task expects one.</param>
    /// <returns>The response.</returns>
    /// <exception cref="AwsErrorException">The service answered with an error.</exception>
    /// <exception cref="HttpRequestException">The service could not be reached.</exception>
    public async Task<JsonElement> CallAsync(
        string service,
        string target,
        JsonElement arguments,
        AWSCredentials caller,
        CancellationToken cancellation,
        string version = "1.0",
        string? ticket = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, http.Endpoint)
        {
            Content = new StringContent(arguments.GetRawText(), Encoding.UTF8, new MediaTypeHeaderValue($"application/x-amz-json-{version}")),
        };
        request.Headers.Add("X-Amz-Target", target);
        if (ticket is not null)
        {
            TaskTicket.Tell(request, ticket);
        }

        using var response = await http.SendAsync(request, service, caller, cancellation);
        var body = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode ? Answer(body, RequestId(response)) : throw Error(response, body);
    }

    /// <summary>The error that an answer is, which names it in its body or, where operations are paths, in a header.</summary>
    internal static AwsErrorException Error(HttpResponseMessage answer, string body)
    {
        var (statusCode, requestId) = ((int)answer.StatusCode, RequestId(answer));
        try
        {
            var error = JsonElement.Parse(body);
            var type = SignedHttp.Header(answer, "x-amzn-ErrorType") ?? error.GetProperty("__type").GetString()!;
            var message = error.TryGetProperty("message", out var text) || error.TryGetProperty("Message", out text)
                ? text.GetString()
                : null;
            return new AwsErrorException(type[(type.LastIndexOf('#') + 1)..], statusCode, requestId, message ?? type);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new AwsErrorException("InternalServerError", statusCode, requestId, body);
        }
    }

    private static string RequestId(HttpResponseMessage answer) => SignedHttp.Header(answer, "x-amzn-RequestId") ?? Guid.NewGuid().ToString();

    private static JsonElement Answer(string body, string requestId)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException problem)
        {
            throw new AwsErrorException("InternalServerError", 200, requestId, $"The answer is not JSON: {problem.Message}");
        }
    }
}
