using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Integrations;

/// <summary>Lambda's Invoke, which has its arguments in path, query, headers and body ("Invoke", Lambda API reference).</summary>
/// <param name="isJson">Whether the payload is JSON as it stands, and no text that holds some.</param>
internal sealed class InvokeProtocol(bool isJson) : IServiceProtocol
{
    private const string Payload = "Payload";

    private static readonly (string Member, string Header)[] Given =
        [("ClientContext", "X-Amz-Client-Context"), ("InvocationType", "X-Amz-Invocation-Type"), ("LogType", "X-Amz-Log-Type")];

    private static readonly (string Member, string Header)[] Answered =
        [("ExecutedVersion", "X-Amz-Executed-Version"), ("FunctionError", "X-Amz-Function-Error"), ("LogResult", "X-Amz-Log-Result")];

    /// <inheritdoc />
    public async Task<JsonNode?> CallAsync(ServiceCall call, CancellationToken cancellation)
    {
        using var request = Request(call);
        using var answer = await call.Cloud.Http.SendAsync(request, call.Service, call.Caller, cancellation);
        var payload = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            throw AwsJsonClient.Error(answer, payload);
        }

        var result = new JsonObject { [Payload] = payload };
        foreach (var (member, header) in Answered)
        {
            if (SignedHttp.Header(answer, header) is { } value)
            {
                result[member] = value;
            }
        }

        result["StatusCode"] = (int)answer.StatusCode;
        return result;
    }

    /// <inheritdoc />
    public bool IsDocument(string parameter) => isJson && parameter == Payload;

    private HttpRequestMessage Request(ServiceCall call)
    {
        var path = $"/2015-03-31/functions/{Uri.EscapeDataString(Text("FunctionName")!)}/invocations";
        var query = Text("Qualifier") is { } qualifier ? $"?Qualifier={Uri.EscapeDataString(qualifier)}" : "";
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(call.Cloud.Http.Endpoint, path + query))
        {
            Content = new ByteArrayContent(Bytes()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        foreach (var (member, header) in Given)
        {
            if (Text(member) is { } value)
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }
        }

        if (call.Now is { } now)
        {
            CallerClock.Tell(request, now);
        }

        return request;

        string? Text(string name) => call.Arguments.TryGetValue(name, out var value)
            ? (string?)Shapes.ToApi(call.Operation.Parameters[name], value, call.Naming, call.Naming(name))
            : null;

        byte[] Bytes() => IsDocument(Payload) && call.Arguments.TryGetValue(Payload, out var payload)
            ? JsonMarshal.GetRawUtf8Value(payload).ToArray()
            : Encoding.UTF8.GetBytes(Text(Payload) ?? "");
    }
}
