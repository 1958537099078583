using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>
/// The API that locations are asked at: <c>GET {base}/{location}/get-summary</c> answers
/// <c>{"states": {"failed": n, "rejected": n}}</c>; <c>GET {base}/{location}/get-data?state=&amp;limit=&amp;offset=</c>
/// answers <c>{"results": [{...}]}</c>, records with the fields of the columns, in an order that stays the same.
/// A count may be a text, and one that is null or missing is none; so is all of an answer 204.
/// </summary>
internal static class ThirdPartyApi
{
    /// <summary>The path of a location's counts.</summary>
    public const string Summary = "get-summary";

    /// <summary>The path of a location's records.</summary>
    public const string Data = "get-data";

    /// <summary>What the answer for a location's counts is, in words.</summary>
    public const string SummaryShape = """{"states": {"failed": N, "rejected": N}}, N a whole number from 0""";

    /// <summary>What the answer for a location's records is, in words.</summary>
    public const string DataShape = """{"results": [...]}, a list of the records""";

    /// <summary>The states of records that are gathered, as the API names them, in the order of a file.</summary>
    public static IReadOnlyList<string> RecordStates { get; } = ["failed", "rejected"];

    /// <summary>
    /// Defines <c>$isEmpty</c>, whether the API has nothing to answer, and <c>$body</c>, the answer: parsed here where the
    /// API does not say that it is JSON, or a byte order mark hides it, and it looks like an object.
    /// </summary>
    public const string DefineBody =
        "$isEmpty := $states.result.StatusCode = 204; $answer := $states.result.ResponseBody; "
            + "$body := $type($answer) != 'string' ? $answer "
            + ": $contains($answer, /^\\uFEFF?\\s*\\{/) ? $parse($replace($answer, /^\\uFEFF/, '')) : $answer;";

    /// <summary>What is told of an answer of another shape, an expression after <see cref="DefineBody"/>.</summary>
    /// <param name="path">What was asked for.</param>
    /// <param name="shape">What it should answer.</param>
    public static string Refusal(string path, string shape) =>
        $"{Jsonata.Literal($"{path} must answer {shape}; it answered ")} & $substring($string($answer), 0, 200)";

    /// <summary>Tries again, with what may pass, after up to 2, 4, 8, 16 and 30 seconds.</summary>
    public static Retrier Retry { get; } = new(ErrorName.TransientHttpErrors)
    {
        IntervalSeconds = 2,
        MaxAttempts = 5,
        BackoffRate = 2,
        MaxDelaySeconds = 30,
        JitterStrategy = "FULL",
    };

    /// <summary>The arguments of a call.</summary>
    /// <param name="baseUrl">Where the API begins.</param>
    /// <param name="location">An expression for the location as a segment of a path.</param>
    /// <param name="path">One of the paths.</param>
    /// <param name="connectionArn">The connection that holds the API's key.</param>
    /// <param name="query">The query parameters.</param>
    public static JsonObject Get(
        string baseUrl, string location, string path, string connectionArn, JsonObject? query = null)
    {
        var arguments = new JsonObject
        {
            ["ApiEndpoint"] = Jsonata.Of($"{Jsonata.Literal($"{baseUrl}/")} & {location} & '/{path}'"),
            ["Method"] = "GET",
            ["Authentication"] = new JsonObject { ["ConnectionArn"] = connectionArn },
        };
        if (query is not null)
        {
            arguments["QueryParameters"] = query;
        }

        return arguments;
    }
}
