using System.Text;
using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Samples.Cli;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>Invoke, in its three types.</summary>
/// <param name="lambda">The functions.</param>
/// <param name="invocations">Events that nobody waits for.</param>
internal sealed class InvokeOperation(LambdaService lambda, AsynchronousInvocations invocations)
{
    private const string Json = "application/json";

    private static readonly string[] Types = ["RequestResponse", "Event", "DryRun"];
    private static readonly string[] LogTypes = ["None", "Tail"];

    public async Task<AwsAnswer> AnswerAsync(FunctionCall request)
    {
        var (type, logs) = (Choice(request, "X-Amz-Invocation-Type", "invocationType", Types), Choice(request, "X-Amz-Log-Type", "logType", LogTypes));
        if (request.Call.Header("X-Amz-Client-Context") is not null)
        {
            throw new ServiceException(
                FunctionRequest.Invalid, "ClientContext is not supported by the local cloud, whose functions have no context object; put it into the payload.");
        }

        var function = request.Qualified;
        lambda.Configuration(function);
        var payload = Payload(request.Call.Content);
        switch (type)
        {
            case "DryRun":
                return RestOperation.Nothing;
            case "Event":
                invocations.Start(request.Arn, payload);
                return new AwsAnswer(202, Json, "");
        }

        // Who calls may hang up: the function goes on, as it does on AWS.
        var result = await lambda.InvokeAsync(function, payload, CancellationToken.None, now: request.Call.Time is { } time ? () => time : null);
        var headers = new Dictionary<string, string> { ["X-Amz-Executed-Version"] = "$LATEST" };
        if (result.IsError)
        {
            headers["X-Amz-Function-Error"] = "Unhandled";
        }

        if (logs == "Tail")
        {
            headers["X-Amz-Log-Result"] = Convert.ToBase64String(result.LogTail);
        }

        return new AwsAnswer(200, Json, Encoding.UTF8.GetString(result.Payload)) { Headers = headers };
    }

    private static byte[] Payload(byte[] body)
    {
        try
        {
            return body.Length == 0 ? "{}"u8.ToArray()
                : JsonFlaw.Of(JsonElement.Parse(body)) is { } flaw ? throw Refusal($"it {flaw}.")
                : body;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            throw Refusal(problem.Message);
        }
    }

    private static ServiceException Refusal(string why) => new("InvalidRequestContentException", $"Could not parse request body into json: {why}");

    private static string Choice(FunctionCall request, string header, string member, string[] allowed) =>
        request.Call.Header(header) is not { } value ? allowed[0]
        : allowed.Contains(value) ? value
        : throw new ServiceException(
            FunctionRequest.OutOfModel,
            $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", allowed)}]");
}
