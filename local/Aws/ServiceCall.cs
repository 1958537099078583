using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>A request that a service is to answer.</summary>
/// <param name="caller">Who calls.</param>
/// <param name="request">What the request says of itself.</param>
/// <param name="http">The request.</param>
/// <param name="content">Its body, UTF-8.</param>
/// <param name="emulator">Sends a request to the emulator.</param>
public sealed class ServiceCall(
    Caller caller, AwsRequest request, HttpRequest http, byte[] content, Func<HttpRequestMessage?, Task<AwsAnswer>> emulator)
{
    private string? _body;

    /// <summary>Who calls.</summary>
    public Caller Caller => caller;

    /// <summary>What the request says of itself.</summary>
    public AwsRequest Request => request;

    /// <summary>The HTTP method.</summary>
    public string Method => http.Method;

    /// <summary>The request's body; what a request names by its path only has an empty one.</summary>
    public string Body => _body ??= Encoding.UTF8.GetString(content);

    /// <summary>The same, UTF-8, for what is large.</summary>
    public byte[] Content => content;

    /// <summary>The body as JSON; an empty object where there is none.</summary>
    /// <exception cref="ServiceException">It is no JSON object, or one that not all read alike.</exception>
    public JsonElement Json => JsonBodies.Read(Body);

    /// <summary>A parameter of the query; null where it is not given.</summary>
    public string? Query(string name) => http.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The values of a parameter that the query may have many times.</summary>
    public IReadOnlyList<string> QueryAll(string name) => [.. http.Query[name].OfType<string>()];

    /// <summary>A header; null where it is not given.</summary>
    public string? Header(string name) => http.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>What the clock of the execution shows that the request is of; null where it is of none, or the clock is the machine's.</summary>
    public DateTimeOffset? Time => CallerClock.Of(http, caller);

    /// <summary>What the emulator answers to the request as it came.</summary>
    public Task<AwsAnswer> ForwardAsync() => emulator(null);

    /// <summary>What the emulator answers to another operation of a JSON API, in the caller's name.</summary>
    /// <param name="target">The value of X-Amz-Target, such as <c>DynamoDB_20120810.Query</c>.</param>
    /// <param name="arguments">The operation's arguments.</param>
    public async Task<AwsAnswer> AskAsync(string target, JsonObject arguments)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("/", UriKind.Relative))
        {
            Content = new StringContent(arguments.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(JsonBodies.ContentType)),
        };
        message.Headers.Add("X-Amz-Target", target);
        return await emulator(message);
    }

    /// <summary>What the emulator answers to another operation of a Query API, in the caller's name.</summary>
    /// <param name="operation">The operation, such as <c>GetTopicAttributes</c>.</param>
    /// <param name="fields">Its parameters.</param>
    public async Task<AwsAnswer> AskFormAsync(string operation, params IEnumerable<(string Name, string Value)> fields)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("/", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(
            [
                new("Action", operation), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]),
        };
        return await emulator(message);
    }

    /// <summary>What the emulator answers to another method on the request's path alone.</summary>
    public async Task<AwsAnswer> AskAsync(HttpMethod method)
    {
        using var message = new HttpRequestMessage(method, new Uri(RequestTarget.PathOf(http), UriKind.Relative));
        message.Headers.Host = http.Host.Value;
        return await emulator(message);
    }

    /// <summary>What the emulator answers to another configuration of the request's path.</summary>
    /// <param name="subResource">The sub-resource that is put.</param>
    /// <param name="configuration">The configuration.</param>
    public async Task<AwsAnswer> PutAsync(string subResource, string configuration)
    {
        using var message = new HttpRequestMessage(HttpMethod.Put, new Uri($"{RequestTarget.PathOf(http)}?{subResource}", UriKind.Relative))
        {
            Content = new StringContent(configuration, Encoding.UTF8, new MediaTypeHeaderValue("application/xml")),
        };
        message.Headers.Host = http.Host.Value;
        return await emulator(message);
    }

    /// <summary>What the emulator answers to a method on another path, which no host adds to.</summary>
    public async Task<AwsAnswer> AskAsync(HttpMethod method, string path)
    {
        using var message = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        return await emulator(message);
    }
}
