using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Events;

/// <summary>
/// An EventBridge connection: what it adds to each request, the credentials among it ("Connections for API targets in
/// Amazon EventBridge"). Nothing here prints them.
/// </summary>
public sealed partial class Connection
{
    private const int LongestDescription = 512;

    private Connection(string arn, ApiArguments request, KeyValuePair<string, string> header, ApiArguments? more)
    {
        Arn = arn;
        Name = request.Text("Name", NamePattern);
        Request = request.Json.Clone();
        Headers = [.. Parameters(more, "HeaderParameters"), header];
        QueryParameters = [.. Parameters(more, "QueryStringParameters")];
        BodyParameters = [.. Parameters(more, "BodyParameters")];
    }

    /// <summary>The connection's ARN.</summary>
    public string Arn { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The header that authorizes its calls, with its value.</summary>
    public KeyValuePair<string, string> Authorization => Headers[^1];

    /// <summary>Headers, which take the place of the task's; the last is that of <see cref="Authorization"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>Parameters of the query, which take the place of the task's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> QueryParameters { get; }

    /// <summary>Members of the body, which take the place of the task's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> BodyParameters { get; }

    /// <summary>The connection as it was given ("CreateConnection"), with its secrets.</summary>
    internal JsonElement Request { get; }

    /// <summary>When it was made.</summary>
    internal DateTimeOffset Created { get; init; }

    /// <summary>When it was changed.</summary>
    internal DateTimeOffset Modified { get; init; }

    /// <summary>What a connection's name must match.</summary>
    [GeneratedRegex(@"[\.\-_A-Za-z0-9]{1,64}")]
    internal static partial Regex NamePattern { get; }

    /// <summary>Reads a connection ("CreateConnection").</summary>
    /// <param name="arn">Its ARN.</param>
    /// <param name="request">The request.</param>
    /// <param name="created">When it was made.</param>
    /// <param name="modified">When it was changed.</param>
    /// <exception cref="LocalException">Its authorization is of a kind that is not supported here, or incomplete.</exception>
    public static Connection Of(string arn, ApiArguments request, DateTimeOffset created, DateTimeOffset modified)
    {
        request.OptionalText("Description", LongestDescription);
        var parameters = request.Object("AuthParameters");
        var header = request.Text("AuthorizationType") switch
        {
            "API_KEY" => ApiKey(parameters.Object("ApiKeyAuthParameters")),
            "BASIC" => Basic(parameters.Object("BasicAuthParameters")),
            var other => throw new LocalException($"AuthorizationType is {other}; the local cloud supports API_KEY and BASIC."),
        };
        return new Connection(arn, request, header, parameters.OptionalObject("InvocationHttpParameters")) { Created = created, Modified = modified };
    }

    private static KeyValuePair<string, string> ApiKey(ApiArguments key) => KeyValuePair.Create(key.Text("ApiKeyName"), key.Text("ApiKeyValue"));

    private static KeyValuePair<string, string> Basic(ApiArguments user) => KeyValuePair.Create(
        "Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Text("Username")}:{user.Text("Password")}"))}");

    private static IEnumerable<KeyValuePair<string, string>> Parameters(ApiArguments? parameters, string group) =>
        (parameters?.Objects(group) ?? []).Select(parameter => KeyValuePair.Create(parameter.Text("Key"), parameter.OptionalText("Value") ?? ""));
}
