using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Samples.Cli;

namespace Fanout.Local.Integrations;

/// <summary>
/// <c>lambda:invoke</c>, whose payloads are JSON where the API has texts, and which fails where the function does ("How the
/// Optimized Lambda integration is different than the Lambda AWS SDK integration").
/// </summary>
/// <param name="action">The API's operation, which takes the payload as JSON.</param>
internal sealed class LambdaInvoke(IIntegration action) : IIntegration
{
    /// <summary>The resource.</summary>
    public const string Resource = "lambda:invoke";

    private const string Payload = "Payload";
    private const string Unknown = "Lambda.Unknown";
    private const string NoClientContext =
        $"{Resource} has a ClientContext, which functions get in a context object that they have not here; put it into the Payload.";

    private static readonly string[] InvocationTypes = ["RequestResponse", "Event", "DryRun"];
    private static readonly string[] LogTypes = ["None", "Tail"];

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) =>
    [
        .. action.CheckArguments(template),
        .. ArgumentRules.CheckChoice(Resource, template, "InvocationType", InvocationTypes),
        .. ArgumentRules.CheckChoice(Resource, template, "LogType", LogTypes),
        .. ArgumentRules.Member(template, "ClientContext") is null ? [] : new[] { NoClientContext },
    ];

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var answer = await action.CallAsync(arguments, context, cancellation);
        var payload = answer.GetProperty(Payload).GetString()!;
        if (answer.TryGetProperty("FunctionError", out _))
        {
            throw new TaskFailedException(ErrorType(payload), payload);
        }

        // Of an event and a dry run there is none.
        if (answer.GetProperty("StatusCode").GetInt32() != 200)
        {
            return answer;
        }

        var result = JsonObject.Create(answer)!;
        result[Payload] = Parse(payload);
        return JsonSerializer.SerializeToElement(result, CompactJson.Options);
    }

    private static string ErrorType(string error)
    {
        var description = JsonElement.Parse(error);
        return JsonFlaw.Of(description) is null && description.TryGetProperty("errorType", out var type) ? type.GetString()! : Unknown;
    }

    private static JsonNode? Parse(string payload)
    {
        if (payload.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonFlaw.Of(JsonElement.Parse(payload)) is { } flaw
                ? throw new TaskFailedException(Unknown, $"The function's response {flaw}.")
                : JsonNode.Parse(payload);
        }
        catch (JsonException problem)
        {
            throw new TaskFailedException(Unknown, $"The function's response is not JSON: {problem.Message}");
        }
    }
}
