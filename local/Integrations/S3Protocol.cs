using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Services.S3;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// S3, whose model says where each member goes: <c>path</c>, <c>body</c>, or <c>header</c>, <c>headers</c> (what a map's
/// header names begin with) or <c>query</c>, a name there, and a type ("Amazon S3 API Reference").
/// </summary>
internal sealed class S3Protocol : IServiceProtocol
{
    private static readonly string[] PathParameters = ["Bucket", "Key"];

    /// <inheritdoc />
    public async Task<JsonNode?> CallAsync(ServiceCall call, CancellationToken cancellation)
    {
        using var request = Request(call);
        using var answer = await call.Cloud.Http.SendAsync(request, call.Service, call.Caller, cancellation);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return answer.IsSuccessStatusCode ? Result(call, answer, body) : throw Failure(call, answer, body);
    }

    private static HttpRequestMessage Request(ServiceCall call)
    {
        var request = new HttpRequestMessage { Method = new HttpMethod(call.Operation.Method!), Content = new ByteArrayContent([]) };
        if (call.Arguments.FirstOrDefault(argument => call.Operation.Parameters[argument.Key].ValueEquals("body")) is { Key: not null, Value: var content })
        {
            // As JSON, a string with its quotation marks: so executions on AWS write it.
            request.Content = new StringContent(JsonSerializer.Serialize(content, CompactJson.Options), Encoding.UTF8, "text/plain");
        }

        var query = new List<string>();
        if (call.Operation.Query is { } constant)
        {
            query.Add(constant);
        }

        foreach (var (name, value) in call.Arguments)
        {
            var binding = call.Operation.Parameters[name].GetString()!.Split(' ');
            switch (binding)
            {
                case ["query", var key, ..]:
                    query.Add($"{key}={Uri.EscapeDataString(Text(value, binding))}");
                    break;
                case ["headers", var prefix]:
                    foreach (var entry in value.EnumerateObject())
                    {
                        AddHeader(request, prefix + entry.Name, Shapes.Text(entry.Value));
                    }

                    break;
                case ["header", var key, ..]:
                    AddHeader(request, key, Text(value, binding));
                    break;
            }
        }

        request.RequestUri = Address(call, query);
        return request;
    }

    /// <summary>The address of a bucket or an object; its path must reach S3 as it is, "." and ".." in keys included.</summary>
    private static Uri Address(ServiceCall call, List<string> query)
    {
        var path = string.Join('/', PathParameters
            .Where(call.Arguments.ContainsKey)
            .SelectMany(name => Shapes.Text(call.Arguments[name]).Split('/'))
            .Select(Uri.EscapeDataString));
        return new Uri(
            $"{call.Cloud.Gateway.Endpoint.GetLeftPart(UriPartial.Authority)}/{path}{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private static string Text(JsonElement value, string[] binding) => binding is [.., "timestamp"]
        ? DateTimeOffset.Parse(Shapes.Text(value), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)
        : Shapes.Text(value);

    private static void AddHeader(HttpRequestMessage request, string name, string value)
    {
        if (!request.Headers.TryAddWithoutValidation(name, value))
        {
            request.Content!.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static JsonObject Result(ServiceCall call, HttpResponseMessage answer, byte[] body)
    {
        var result = new JsonObject();
        foreach (var (name, binding) in call.Operation.Headers!)
        {
            if (Member(binding.Split(' '), answer, body) is { } value)
            {
                result[call.Naming(name)] = value;
            }
        }

        if (call.Operation.Output is { } shape && shape.EnumerateObject().Any())
        {
            var content = new XmlResults(call.Naming).Read(shape, XElement.Parse(Encoding.UTF8.GetString(body)));
            if (call.Operation.Payload is { } payload)
            {
                result[call.Naming(payload)] = content;
            }
            else
            {
                foreach (var (name, value) in content.ToArray())
                {
                    content.Remove(name);
                    result[name] = value;
                }
            }
        }

        return result;
    }

    private static JsonNode? Member(string[] binding, HttpResponseMessage answer, byte[] body) => binding switch
    {
        // Bytes that are not UTF-8 become U+FFFD.
        ["body"] => Encoding.UTF8.GetString(body),
        ["headers", var prefix] => new JsonObject(
            from header in answer.Headers.NonValidated
            where header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            select KeyValuePair.Create(header.Key[prefix.Length..].ToLowerInvariant(), (JsonNode?)header.Value.ToString())),
        [_, var name, .. var type] when SignedHttp.Header(answer, name) is { } text =>
            Shapes.FromText(type is [var only] ? only : "string", text),
        _ => null,
    };

    private static TaskFailedException Failure(ServiceCall call, HttpResponseMessage answer, byte[] body)
    {
        var status = (int)answer.StatusCode;
        var requestId = SignedHttp.Header(answer, "x-amz-request-id");
        // An answer to HEAD has no body to say what is missing.
        var error = body.Length > 0 ? AwsXml.Error(Encoding.UTF8.GetString(body), status, requestId ?? "") : null;
        var code = error?.Code ?? (answer.StatusCode, call.Action) switch
        {
            (HttpStatusCode.NotFound, "HeadObject") => "NoSuchKey",
            (HttpStatusCode.NotFound, "HeadBucket") => "NoSuchBucket",
            _ => null,
        };
        return S3Failure.Of(code, error?.Message, status, requestId, SignedHttp.Header(answer, "x-amz-id-2"));
    }
}
