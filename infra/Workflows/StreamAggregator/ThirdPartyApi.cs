using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>
/// The API that locations are asked at: <c>GET {base}/{location}/get-summary</c> answers
/// <c>{"states": {"failed": n, "rejected": n}}</c>; <c>GET {base}/{location}/get-data?state=&amp;limit=&amp;offset=</c>
/// answers <c>{"results": [{"resourceKey", "errors": [{"message"}], "state"}]}</c>, in an order that stays the same.
/// A count may be a text, and one that is null or missing is none; so is all of an answer 204.
/// </summary>
internal static class ThirdPartyApi
{
    /// <summary>The path of a location's counts.</summary>
    public const string Summary = "get-summary";

    /// <summary>The path of a location's records.</summary>
    public const string Data = "get-data";

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
