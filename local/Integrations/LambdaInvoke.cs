using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Cloud;
using Fanout.Local.Iam.Requests;
using Fanout.Local.Services.Lambda;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// <c>lambda:invoke</c> ("Invoke an AWS Lambda function with Step Functions"; "Invoke", Lambda API reference).
/// </summary>
internal sealed class LambdaInvoke(Func<CancellationToken, Task<LocalCloud>> cloud) : IIntegration
{
    private const string Action = "lambda:invoke";
    private const string NoClientContext =
        $"{Action} has a ClientContext, which functions get in a context object that they have not here; put it into the Payload.";

    private static readonly string[] Parameters =
        ["ClientContext", "FunctionName", "InvocationType", "LogType", "Payload", "Qualifier"];

    private static readonly string[] InvocationTypes = ["RequestResponse", "Event", "DryRun"];
    private static readonly string[] LogTypes = ["None", "Tail"];

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) =>
    [
        .. ArgumentRules.Check(Action, template, Parameters, ["FunctionName"]),
        .. ArgumentRules.CheckChoice(Action, template, "InvocationType", InvocationTypes),
        .. ArgumentRules.CheckChoice(Action, template, "LogType", LogTypes),
        .. ArgumentRules.Member(template, "ClientContext") is null ? [] : new[] { NoClientContext },
    ];

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        if (ArgumentRules.Member(arguments, "ClientContext") is not null)
        {
            throw new TaskFailedException("States.Runtime", NoClientContext);
        }

        var started = await cloud(cancellation);
        var arn = FunctionActions.Arn(
            ArgumentRules.RequiredText(arguments, "FunctionName"), ArgumentRules.OptionalText(arguments, "Qualifier"), started.Account);
        var payload = ArgumentRules.Member(arguments, "Payload") ?? JsonElement.Parse("{}");
        var (invocationType, logType) = (Choice(arguments, "InvocationType", InvocationTypes), Choice(arguments, "LogType", LogTypes));
        var answer = new JsonObject { ["Payload"] = "" };
        var status = invocationType switch { "Event" => 202, "DryRun" => 204, _ => 200 };
        switch (status)
        {
            case 202:
                FunctionCall.Start(started, arn, payload);
                break;
            case 204:
                FunctionCall.Find(started, arn);
                break;
            default:
                var (result, log) = await FunctionCall.InvokeAsync(started, arn, payload, context.Loop, cancellation);
                answer["ExecutedVersion"] = "$LATEST";
                answer["Payload"] = result.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(result.GetRawText());
                if (logType == "Tail")
                {
                    answer["LogResult"] = Convert.ToBase64String(log);
                }

                break;
        }

        answer["StatusCode"] = status;
        return JsonSerializer.SerializeToElement(ResponseMetadata.AddTo(answer, "application/json", status));
    }

    // What the service says of a value that only a run shows.
    private static string Choice(JsonElement arguments, string name, string[] allowed) =>
        ArgumentRules.OptionalText(arguments, name) is not { } value ? allowed[0]
        : allowed.Contains(value) ? value
        : throw FunctionCall.Failure(new LambdaException(
            "ValidationException",
            400,
            $"1 validation error detected: Value '{value}' at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy "
                + $"constraint: Member must satisfy enum value set: [{string.Join(", ", allowed)}]"));
}
