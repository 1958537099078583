using System.Net;
using System.Text;
using System.Text.Json;

namespace Fanout.Tests.Functions.Common;

/// <summary>A DynamoDB of one table behind an <see cref="HttpClient"/>, told how to answer.</summary>
/// <param name="table">The table's name.</param>
/// <param name="hashKey">Its partition key.</param>
/// <param name="rangeKey">Its sort key.</param>
internal sealed class FakeDynamoDb(string table, string hashKey, string rangeKey) : HttpMessageHandler
{
    private readonly Lock _lock = new();

    /// <summary>Answers a call, by its number from 0 on and its requests; null where the items are written.</summary>
    public Func<int, JsonElement[], HttpResponseMessage?> Answer { get; set; } = (_, _) => null;

    /// <summary>The calls that came in: how many items each had.</summary>
    public List<int> Calls { get; } = [];

    /// <summary>The items that were written, by both keys.</summary>
    public SortedDictionary<string, JsonElement> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>The last request's headers.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public HttpResponseMessage Unprocessed(IEnumerable<JsonElement> requests) => Respond(
        HttpStatusCode.OK,
        $$$"""{"UnprocessedItems":{"{{{table}}}":[{{{string.Join(',', requests)}}}]}}""");

    public static HttpResponseMessage Error(HttpStatusCode status, string code) =>
        Respond(status, $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"The message."}""");

    public static HttpResponseMessage Respond(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0") };

    public void Write(IEnumerable<JsonElement> requests)
    {
        foreach (var request in requests)
        {
            var item = request.GetProperty("PutRequest").GetProperty("Item");
            Items[$"{Text(item, hashKey)} {Text(item, rangeKey)}"] = item;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        lock (_lock)
        {
            foreach (var (name, values) in request.Headers.Concat(request.Content.Headers))
            {
                Headers[name.ToLowerInvariant()] = string.Join(',', values);
            }

            JsonElement[] requests = [.. body.GetProperty("RequestItems").GetProperty(table).EnumerateArray()];
            Calls.Add(requests.Length);
            if (Answer(Calls.Count - 1, requests) is { } answer)
            {
                return answer;
            }

            Write(requests);
            return Respond(HttpStatusCode.OK, """{"UnprocessedItems":{}}""");
        }
    }

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).EnumerateObject().Single().Value.GetString();
}
