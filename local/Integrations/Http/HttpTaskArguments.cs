using System.Text.Json;

namespace Fanout.Local.Integrations.Http;

/// <summary>The arguments of an HTTP Task as they stand in a definition ("HTTP Task fields").</summary>
internal static class HttpTaskArguments
{
    /// <summary>The methods that a task can use.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];

    /// <summary>What <c>RequestBodyEncoding</c> can be.</summary>
    public static IReadOnlyList<string> BodyEncodings { get; } = ["NONE", "URL_ENCODED"];

    private static readonly string[] Names =
    [
        "ApiEndpoint", "Authentication", "Headers", "InvocationConfig", "Method", "QueryParameters", "RequestBody", "Transform",
    ];

    /// <summary>Checks the arguments, as far as they are no expressions.</summary>
    /// <returns>A sentence for each problem.</returns>
    public static IEnumerable<string> Check(JsonElement arguments)
    {
        var problems = ArgumentRules.Check("http:invoke", arguments, Names, ["ApiEndpoint", "Method"]);
        return arguments.ValueKind != JsonValueKind.Object
            ? problems
            : [
                .. problems,
                .. CheckConnection(arguments),
                .. CheckValues(arguments),
                .. CheckTransform(ArgumentRules.Member(arguments, "Transform")),
                .. ArgumentRules.Literal(arguments, "ApiEndpoint") is { } endpoint && !endpoint.StartsWith("https://", StringComparison.Ordinal)
                    ? new[] { $"http:invoke calls \"{endpoint}\"; allowed: an address that begins with https://." }
                    : [],
            ];
    }

    private static IEnumerable<string> CheckConnection(JsonElement arguments)
    {
        string[] fields = ["InvocationConfig", "Authentication"];
        var given = fields.Where(field => ArgumentRules.Member(arguments, field) is not null).ToArray();
        return given.Length == 1
            ? ArgumentRules.Check($"http:invoke {given[0]}", ArgumentRules.Member(arguments, given[0])!.Value, ["ConnectionArn"], ["ConnectionArn"])
            : ["http:invoke needs the connection's ARN, in either InvocationConfig.ConnectionArn or Authentication.ConnectionArn."];
    }

    private static IEnumerable<string> CheckValues(JsonElement arguments)
    {
        if (ArgumentRules.Literal(arguments, "Method") is { } method && !Methods.Contains(method))
        {
            yield return $"http:invoke has the Method \"{method}\"; allowed: {string.Join(", ", Methods)}.";
        }
        if (ArgumentRules.Member(arguments, "Headers") is { ValueKind: JsonValueKind.Object } headers)
        {
            foreach (var refusal in headers.EnumerateObject().Select(header => TaskHeaders.Refusal(header.Name)).OfType<string>())
            {
                yield return $"{refusal}.";
            }
        }
    }

    private static IEnumerable<string> CheckTransform(JsonElement? transform)
    {
        if (transform is not { } given)
        {
            return [];
        }
        var options = ArgumentRules.Member(given, "RequestEncodingOptions");
        return
        [
            .. ArgumentRules.Check("http:invoke Transform", given, ["RequestBodyEncoding", "RequestEncodingOptions"], []),
            .. options is { } known ? ArgumentRules.Check("http:invoke RequestEncodingOptions", known, ["ArrayFormat"], []) : [],
            .. ArgumentRules.CheckChoice("http:invoke", given, "RequestBodyEncoding", BodyEncodings),
            .. ArgumentRules.CheckChoice("http:invoke", options, "ArrayFormat", FormEncoding.ArrayFormats),
        ];
    }
}
