using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>
/// The operation ExecuteStatement of DynamoDB, for SELECT: an emulator's own PartiQL need not know quoted columns, BETWEEN, IN
/// and NOT, so that a statement becomes a Query or a Scan.
/// </summary>
internal sealed class ExecuteStatement : IService
{
    private const string ContentType = "application/x-amz-json-1.0";

    private static readonly JsonDocumentOptions UniqueMembers = new() { AllowDuplicateProperties = false };

    private static readonly string[] PassedOn = ["Limit", "ConsistentRead", "ReturnConsumedCapacity"];

    private const string Prefix = "DynamoDB_20120810.";

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request is { Service: "dynamodb", Operation: "ExecuteStatement" };

    /// <summary>Answers a call.</summary>
    /// <returns>A page of items, and a NextToken where another may follow; or an error, the emulator's as it came.</returns>
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        try
        {
            var request = Read(call.Body);
            var statement = SelectStatement.Parse(Text(request, "Statement")!, Parameters(request));
            AttributeValues.Canonical(call.Json);
            var table = await call.AskAsync($"{Prefix}DescribeTable", new JsonObject { ["TableName"] = statement.Table });
            if (table.StatusCode != 200)
            {
                return table;
            }

            var (operation, arguments) = statement.RequestOn(TableKey.Of(JsonElement.Parse(table.Body)));
            foreach (var name in PassedOn.Where(request.ContainsKey))
            {
                arguments[name] = request[name]?.DeepClone();
            }

            if (Text(request, "NextToken") is { } token)
            {
                arguments["ExclusiveStartKey"] = KeyOf(token);
            }

            var page = await call.AskAsync($"{Prefix}{operation}", AttributeValues.Canonical(JsonSerializer.SerializeToElement(arguments)) ?? arguments);
            return page.StatusCode == 200 ? page with { Body = PageOf(JsonNode.Parse(page.Body)!.AsObject()) } : page;
        }
        catch (ServiceException refusal)
        {
            return JsonBodies.Error(refusal.StatusCode, refusal.Code, refusal.Message);
        }
        catch (StatementException problem)
        {
            return new AwsAnswer(400, ContentType, new JsonObject
            {
                ["__type"] = "com.amazon.coral.validate#ValidationException",
                ["message"] = problem.Message,
            }.ToJsonString());
        }
    }

    private static JsonObject Read(string body)
    {
        try
        {
            if (JsonNode.Parse(body, documentOptions: UniqueMembers) is JsonObject request && Text(request, "Statement") is not null)
            {
                return request;
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new StatementException("The request must be a JSON object with a text as its Statement.");
    }

    private static JsonNode[] Parameters(JsonObject request) => request["Parameters"] switch
    {
        null => [],
        JsonArray values when values.All(value => value is JsonObject { Count: 1 }) => [.. values.OfType<JsonObject>()],
        _ => throw new StatementException("Parameters must be a list of attribute values, such as [{\"S\": \"text\"}, {\"N\": \"1\"}]."),
    };

    private static string? Text(JsonObject request, string name) =>
        request[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string PageOf(JsonObject answer)
    {
        var page = new JsonObject();
        foreach (var name in (string[])["Items", "LastEvaluatedKey", "ConsumedCapacity"])
        {
            if (answer.Remove(name, out var value))
            {
                page[name] = value;
            }
        }

        if (page["LastEvaluatedKey"] is { } key)
        {
            page["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(key.ToJsonString()));
        }

        return page.ToJsonString();
    }

    private static JsonObject KeyOf(string token)
    {
        try
        {
            if (JsonNode.Parse(Convert.FromBase64String(token)) is JsonObject key)
            {
                return key;
            }
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            // Said below.
        }

        throw new StatementException("NextToken is not one that an ExecuteStatement gave.");
    }
}
