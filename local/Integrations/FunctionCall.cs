using System.Text;
using System.Text.Json;
using Fanout.Local.Cloud;
using Fanout.Local.Services.Lambda;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;
using Fanout.Samples.Cli;

namespace Fanout.Local.Integrations;

/// <summary>Calls a function for a Task and reports its errors as Step Functions does.</summary>
internal static class FunctionCall
{
    /// <summary>Invokes a function and waits for its answer; what it logs has the time of the execution's clock.</summary>
    /// <returns>What the function returned, and the end of what it logged.</returns>
    /// <exception cref="TaskFailedException">The call was refused, or the function failed.</exception>
    public static async Task<(JsonElement Payload, byte[] LogTail)> InvokeAsync(
        LocalCloud cloud, string arn, JsonElement payload, EventLoop clock, CancellationToken cancellation)
    {
        try
        {
            var result = await cloud.Lambda.InvokeAsync(arn, Bytes(payload), cancellation, now: () => clock.Now);
            return result.IsError
                ? throw new TaskFailedException(ErrorType(result.Payload), Encoding.UTF8.GetString(result.Payload))
                : (Parse(result.Payload), result.LogTail);
        }
        catch (LambdaException refusal)
        {
            throw Failure(refusal);
        }
    }

    /// <summary>Hands an event to a function and waits for nothing.</summary>
    /// <exception cref="TaskFailedException">The call was refused.</exception>
    public static void Start(LocalCloud cloud, string arn, JsonElement payload)
    {
        try
        {
            cloud.Invocations.Start(arn, Bytes(payload));
        }
        catch (LambdaException refusal)
        {
            throw Failure(refusal);
        }
    }

    /// <summary>Finds out whether there is a function.</summary>
    /// <exception cref="TaskFailedException">There is none.</exception>
    public static void Find(LocalCloud cloud, string arn)
    {
        try
        {
            cloud.Lambda.Configuration(arn);
        }
        catch (LambdaException refusal)
        {
            throw Failure(refusal);
        }
    }

    /// <summary>The failure of a Task whose call was refused; an error that Lambda's model does not have has its general name.</summary>
    public static TaskFailedException Failure(LambdaException refusal) => new(
        $"Lambda.{(refusal.Code == "ValidationException" ? "AWSLambdaException" : refusal.Code)}",
        $"{refusal.Message} (Service: AWSLambda; Status Code: {refusal.StatusCode}; Error Code: {refusal.Code}; "
            + $"Request ID: {Guid.NewGuid()}; Proxy: null)");

    private static byte[] Bytes(JsonElement payload) => Encoding.UTF8.GetBytes(payload.GetRawText());

    private static string ErrorType(byte[] error)
    {
        var description = JsonElement.Parse(error);
        return JsonFlaw.Of(description) is null && description.TryGetProperty("errorType", out var type)
            ? type.GetString()!
            : "Lambda.Unknown";
    }

    private static JsonElement Parse(byte[] payload)
    {
        if (payload.Length == 0)
        {
            return JsonElement.Parse("null");
        }

        try
        {
            var result = JsonElement.Parse(payload);
            return JsonFlaw.Of(result) is { } flaw
                ? throw new TaskFailedException("Lambda.Unknown", $"The function's response {flaw}.")
                : result;
        }
        catch (JsonException problem)
        {
            throw new TaskFailedException("Lambda.Unknown", $"The function's response is not JSON: {problem.Message}");
        }
    }
}
