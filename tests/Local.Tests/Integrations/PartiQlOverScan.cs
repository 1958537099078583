using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace Fanout.Tests.Local.Integrations;

/// <summary>
/// Turns each ExecuteStatement of a SELECT into the Scan that gives the same items: the emulator's own PartiQL knows
/// neither quoted columns nor BETWEEN, IN and NOT, and has no pages.
/// </summary>
/// <param name="itemsPerPage">How many items a page reads before the condition leaves some out.</param>
internal sealed partial class PartiQlOverScan(int itemsPerPage) : HttpClientFactory
{
    private int _pages;

    /// <summary>How many pages were read.</summary>
    public int Pages => _pages;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this) { InnerHandler = new HttpClientHandler() });

    private JsonObject Scan(JsonElement request)
    {
        var statement = Select().Match(request.GetProperty("Statement").GetString()!);
        Assert.That(statement.Success, $"not a SELECT that is understood: {request}");
        var names = new JsonObject();
        var values = new JsonObject();
        var parameters = request.GetProperty("Parameters").EnumerateArray().ToArray();
        var scan = new JsonObject
        {
            ["TableName"] = Name(statement.Groups["table"].Value),
            ["Limit"] = itemsPerPage,
            ["ProjectionExpression"] = Expression(statement.Groups["columns"].Value),
            ["FilterExpression"] = Expression(statement.Groups["condition"].Value),
            ["ExpressionAttributeNames"] = names,
            ["ExpressionAttributeValues"] = values,
        };
        Assert.That(values, Has.Count.EqualTo(parameters.Length));
        if (request.TryGetProperty("NextToken", out var token))
        {
            scan["ExclusiveStartKey"] = JsonNode.Parse(token.GetString()!);
        }

        return scan;

        string Expression(string text) => Token().Replace(text, token => token.Value switch
        {
            "?" => Add(values, ":v", JsonNode.Parse(parameters[values.Count].GetRawText())!),
            "[" => "(",
            "]" => ")",

            // The emulator takes no line ends there.
            "\n" => " ",
            ['"', ..] => Add(names, "#n", Name(token.Value)),
            _ when token.Groups["other"].Success => throw new AssertionException($"{token.Value} in {text} is not understood"),
            _ => token.Value,
        });
    }

    private static string Add(JsonObject placeholders, string prefix, JsonNode value)
    {
        var placeholder = string.Create(CultureInfo.InvariantCulture, $"{prefix}{placeholders.Count}");
        placeholders.Add(placeholder, value);
        return placeholder;
    }

    private static string Name(string quoted) => quoted[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);

    [GeneratedRegex("""^SELECT\s+(?<columns>"[^;]+?)\s+FROM\s+(?<table>"[^;]+?")\s+WHERE\s+(?<condition>[^;]+)$""")]
    private static partial Regex Select();

    [GeneratedRegex("""
        "(?:[^"]|"")+"|[?\[\](),=\s]|\b(?:AND|NOT|BETWEEN|IN|contains)\b|(?<other>\w+|.)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    private sealed class Handler(PartiQlOverScan owner) : DelegatingHandler
    {
        private const string Target = "X-Amz-Target";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.Headers.GetValues(Target).Single().EndsWith(".ExecuteStatement", StringComparison.Ordinal))
            {
                return await base.SendAsync(request, cancellationToken);
            }

            var statement = JsonElement.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            request.Headers.Remove(Target);
            request.Headers.Add(Target, "DynamoDB_20120810.Scan");
            request.Content = new StringContent(owner.Scan(statement).ToJsonString(), mediaType: new("application/x-amz-json-1.0"));
            using var answer = await base.SendAsync(request, cancellationToken);
            return new HttpResponseMessage(answer.StatusCode)
            {
                Content = JsonContent.Create(Page(JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!.AsObject())),
            };
        }

        private JsonObject Page(JsonObject answer)
        {
            Interlocked.Increment(ref owner._pages);
            if (answer["LastEvaluatedKey"] is { } key)
            {
                answer["NextToken"] = key.ToJsonString();
            }

            return answer;
        }
    }
}
