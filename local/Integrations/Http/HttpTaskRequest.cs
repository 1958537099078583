using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Events;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations.Http;

/// <summary>
/// The request of an HTTP Task: the task's arguments, with what the connection adds in the place of what the task gives
/// ("Call HTTPS APIs in Step Functions workflows": Merging EventBridge connection and HTTP Task definition data).
/// </summary>
/// <param name="arguments">The evaluated arguments.</param>
/// <param name="connection">The connection.</param>
internal sealed class HttpTaskRequest(JsonElement arguments, Connection connection)
{
    /// <summary>The address that is called, with its query.</summary>
    /// <exception cref="TaskFailedException">It is no https address.</exception>
    public Uri Endpoint()
    {
        var text = ArgumentRules.RequiredText(arguments, "ApiEndpoint");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            throw Error($"The ApiEndpoint '{text}' is not an https address.");
        }
        var replaced = connection.QueryParameters.Select(parameter => parameter.Key).ToHashSet();
        var given = QueryPairs().Where(parameter => !replaced.Contains(parameter.Key));
        var query = string.Join('&', given.Concat(connection.QueryParameters)
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}")
            .Prepend(address.Query.TrimStart('?'))
            .Append(Argument("QueryParameters") is { ValueKind: JsonValueKind.String } literal ? literal.GetString() : "")
            .Where(part => part!.Length > 0));
        return new UriBuilder(address) { Query = query, Fragment = "" }.Uri;
    }

    /// <summary>The request, to be sent to where the endpoint is served.</summary>
    /// <exception cref="TaskFailedException">The arguments cannot be sent.</exception>
    public HttpRequestMessage Build(Uri endpoint, Uri server, string region)
    {
        var method = ArgumentRules.RequiredText(arguments, "Method");
        if (!HttpTaskArguments.Methods.Contains(method))
        {
            throw Error($"The Method '{method}' is not supported; allowed: {string.Join(", ", HttpTaskArguments.Methods)}.");
        }
        var request = new HttpRequestMessage(new HttpMethod(method), server);
        if (Body() is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "UTF-8");
        }
        foreach (var (name, value) in TaskHeaderPairs().Concat(connection.Headers))
        {
            Set(request, name, value);
        }
        Set(request, "User-Agent", $"Amazon|StepFunctions|HttpInvoke|{region}");
        Set(request, "Range", $"bytes=0-{Quotas.Payload}");
        request.Headers.Host = endpoint.Authority;
        return request;
    }

    private JsonElement? Argument(string name) =>
        ArgumentRules.Member(arguments, name) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    private IEnumerable<KeyValuePair<string, string>> QueryPairs() => Argument("QueryParameters") switch
    {
        null or { ValueKind: JsonValueKind.String } => [],
        { ValueKind: JsonValueKind.Object } query => query.EnumerateObject().SelectMany(parameter =>
            parameter.Value.ValueKind == JsonValueKind.Array
                ? parameter.Value.EnumerateArray().Select(item => KeyValuePair.Create(parameter.Name, FormEncoding.Text(item)))
                : [KeyValuePair.Create(parameter.Name, FormEncoding.Text(parameter.Value))]),
        _ => throw Error("The QueryParameters must be an object or a string."),
    };

    private IEnumerable<KeyValuePair<string, string>> TaskHeaderPairs() => Argument("Headers") switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } headers => headers.EnumerateObject().Select(header =>
            TaskHeaders.Refusal(header.Name) is { } refusal
                ? throw Error($"Invalid HTTP Task: {refusal}.")
                : KeyValuePair.Create(header.Name, HeaderText(header.Value))),
        _ => throw Error("The Headers must be an object."),
    };

    private static string HeaderText(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? string.Join(',', value.EnumerateArray().Select(FormEncoding.Text))
        : FormEncoding.Text(value);

    private string? Body()
    {
        var body = Argument("RequestBody");
        if (connection.BodyParameters.Count > 0)
        {
            body = Merged(body);
        }
        var transform = Argument("Transform");
        if (Choice(transform, "RequestBodyEncoding", HttpTaskArguments.BodyEncodings) == "URL_ENCODED"
            && body is { ValueKind: JsonValueKind.Object } form)
        {
            return FormEncoding.Encode(
                form, Choice(ArgumentRules.Member(transform, "RequestEncodingOptions"), "ArrayFormat", FormEncoding.ArrayFormats));
        }
        return body is { ValueKind: JsonValueKind.String } text ? text.GetString() : body?.GetRawText();
    }

    private JsonElement Merged(JsonElement? body)
    {
        if (body is { ValueKind: not JsonValueKind.Object })
        {
            throw Error("A RequestBody that is no object cannot be merged with the body parameters of the connection.");
        }
        var merged = body is { } given ? JsonObject.Create(given)! : [];
        foreach (var (name, value) in connection.BodyParameters)
        {
            merged[name] = value;
        }
        return JsonSerializer.SerializeToElement(merged, CompactJson.Options);
    }

    private static string Choice(JsonElement? parent, string name, IReadOnlyList<string> allowed)
    {
        var value = ArgumentRules.Member(parent, name);
        return value is null
            ? allowed[0]
            : allowed.FirstOrDefault(known => value.Value.ValueKind == JsonValueKind.String && value.Value.ValueEquals(known))
                ?? throw Error($"The {name} must be one of {string.Join(", ", allowed)}.");
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        if (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
        {
            request.Content?.Headers.Remove(name);
            request.Content?.Headers.TryAddWithoutValidation(name, value);
            return;
        }
        request.Headers.Remove(name);
        if (!request.Headers.TryAddWithoutValidation(name, value))
        {
            throw Error($"The header '{name}' cannot be sent.");
        }
    }

    private static TaskFailedException Error(string problem) => new(ErrorNames.Runtime, problem);
}
