using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Cloud;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary><c>lambda:invoke</c> ("Invoke an AWS Lambda function with Step Functions").</summary>
internal sealed class LambdaInvoke(Func<CancellationToken, Task<LocalCloud>> cloud) : IIntegration
{
    private static readonly string[] Parameters =
        ["ClientContext", "FunctionName", "InvocationType", "LogType", "Payload", "Qualifier"];

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) =>
        ArgumentRules.Check("lambda:invoke", template, Parameters, ["FunctionName"]);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var payload = arguments.TryGetProperty("Payload", out var given) ? given : JsonElement.Parse("{}");
        var result = await FunctionCall.InvokeAsync(
            await cloud(cancellation), ArgumentRules.RequiredText(arguments, "FunctionName"), payload, cancellation);
        return JsonSerializer.SerializeToElement(ResponseMetadata.AddTo(
            new JsonObject
            {
                ["ExecutedVersion"] = "$LATEST",
                ["Payload"] = result.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(result.GetRawText()),
                ["StatusCode"] = 200,
            },
            "application/json"));
    }
}
