using System.Text.Json;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Tests.Local.Workflows;

/// <summary>The third-party API of stream-aggregator in memory: so many records for each location and state.</summary>
internal sealed class FakeApi
{
    public const string BaseUrl = "https://api.example.com";

    /// <summary>An answer 204.</summary>
    public static readonly object NoContent = new();

    /// <summary>The calls, such as <c>a/get-data failed 400+800</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The numbers of failed and rejected records by location, a segment of the path.</summary>
    public Dictionary<string, (int Failed, int Rejected)> Locations { get; } = [];

    /// <summary>Called before each call with its text; may throw.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>An answer in the place of the usual one, by the call's text; null for the usual one.</summary>
    public Func<string, object?> Answer { get; set; } = _ => null;

    /// <summary>The most records that one answer has, however many are asked for.</summary>
    public int MostRecords { get; set; } = int.MaxValue;

    public static TaskFailedException Failure(int status, string body = "it failed") =>
        new($"States.Http.StatusCode.{status}", body);

    public object Call(JsonElement arguments)
    {
        var path = arguments.GetProperty("ApiEndpoint").GetString()![$"{BaseUrl}/".Length..];
        var location = path[..path.LastIndexOf('/')];
        var text = path;
        if (arguments.TryGetProperty("QueryParameters", out var query))
        {
            text += $" {query.GetProperty("state")} {query.GetProperty("offset")}+{query.GetProperty("limit")}";
        }

        Calls.Add(text);
        Before(text);
        var answer = Answer(text);
        return answer == NoContent ? new { StatusCode = 204, ResponseBody = (object)"" } : new
        {
            StatusCode = 200,
            ResponseBody = answer ?? (query.ValueKind == JsonValueKind.Undefined ? Summary(location) : Page(location, query)),
        };
    }

    private object Summary(string location) =>
        new { states = new { failed = Locations[location].Failed, rejected = Locations[location].Rejected } };

    private object Page(string location, JsonElement query)
    {
        var state = query.GetProperty("state").GetString()!;
        var offset = int.Parse(query.GetProperty("offset").GetString()!, null);
        var limit = int.Parse(query.GetProperty("limit").GetString()!, null);
        var total = state == "failed" ? Locations[location].Failed : Locations[location].Rejected;
        return new
        {
            results = Enumerable.Range(offset, Math.Max(0, Math.Min(Math.Min(limit, MostRecords), total - offset))).Select(number => new
            {
                resourceKey = $"{location}-{state}-{number}",
                errors = new[] { new { message = "not \"found\"" } },
                state,
            }),
        };
    }
}
