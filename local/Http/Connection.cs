using System.Collections.Immutable;
using System.Text;
using Fanout.Local.Cloud;

namespace Fanout.Local.Http;

/// <summary>
/// An EventBridge connection: what it adds to each request, the credentials among it ("Connections for API targets in
/// Amazon EventBridge"). Nothing here prints them.
/// </summary>
public sealed class Connection
{
    private Connection(string arn, IEnumerable<KeyValuePair<string, string>> headers, ImmutableDictionary<string, object>? more)
    {
        Arn = arn;
        Headers = [.. Parameters(more, "headers"), .. headers];
        QueryParameters = [.. Parameters(more, "queryStrings")];
        BodyParameters = [.. Parameters(more, "bodies")];
    }

    /// <summary>The connection's ARN.</summary>
    public string Arn { get; }

    /// <summary>Headers, which take the place of the task's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>Parameters of the query, which take the place of the task's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> QueryParameters { get; }

    /// <summary>Members of the body, which take the place of the task's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> BodyParameters { get; }

    /// <summary>Reads the connection that a program declares.</summary>
    /// <exception cref="LocalException">Its authorization is of a kind that is not supported here, or incomplete.</exception>
    public static Connection Of(CloudResource resource)
    {
        var parameters = resource.Map("authParameters")
            ?? throw new LocalException($"{resource.Type} {resource.Name}: authParameters is required.");
        var header = resource.RequiredText("authorizationType") switch
        {
            "API_KEY" => KeyValuePair.Create(
                Text(resource, parameters, "apiKey", "key"), Text(resource, parameters, "apiKey", "value")),
            "BASIC" => KeyValuePair.Create("Authorization", Basic(
                Text(resource, parameters, "basic", "username"), Text(resource, parameters, "basic", "password"))),
            var other => throw new LocalException(
                $"{resource.Type} {resource.Name}: authorizationType is {other}; the local cloud supports API_KEY and BASIC."),
        };
        return new Connection(
            resource.Arn, [header], parameters.GetValueOrDefault("invocationHttpParameters") as ImmutableDictionary<string, object>);
    }

    private static string Text(
        CloudResource resource, ImmutableDictionary<string, object> parameters, string group, string name) =>
        (parameters.GetValueOrDefault(group) as ImmutableDictionary<string, object>)?.GetValueOrDefault(name) as string
            ?? throw new LocalException($"{resource.Type} {resource.Name}: authParameters.{group}.{name} is required.");

    private static string Basic(string user, string password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    private static IEnumerable<KeyValuePair<string, string>> Parameters(ImmutableDictionary<string, object>? parameters, string group) =>
        (parameters?.GetValueOrDefault(group) as IEnumerable<object> ?? [])
            .Cast<ImmutableDictionary<string, object>>()
            .Select(parameter => KeyValuePair.Create(
                (string)parameter["key"], parameter.GetValueOrDefault("value") as string ?? ""));
}
