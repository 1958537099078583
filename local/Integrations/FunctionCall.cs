using System.Text;
using System.Text.Json;
using Fanout.Local.Cloud;
using Fanout.Local.Lambda;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>Calls a function for a Task and reports its errors as Step Functions does.</summary>
internal static class FunctionCall
{
    /// <summary>Invokes a function.</summary>
    /// <returns>What the function returned.</returns>
    /// <exception cref="TaskFailedException">The call was refused, or the function failed.</exception>
    public static async Task<JsonElement> InvokeAsync(
        LocalCloud cloud, string function, JsonElement payload, CancellationToken cancellation)
    {
        var arn = function.StartsWith("arn:", StringComparison.Ordinal)
            ? function
            : cloud.Account.Arn("lambda", $"function:{function}");
        try
        {
            var result = await cloud.Lambda.InvokeAsync(arn, Encoding.UTF8.GetBytes(payload.GetRawText()), cancellation);
            return result.IsError
                ? throw new TaskFailedException(ErrorType(result.Payload), Encoding.UTF8.GetString(result.Payload))
                : Parse(result.Payload);
        }
        catch (LambdaException refusal)
        {
            throw new TaskFailedException(
                $"Lambda.{refusal.Code}",
                $"{refusal.Message} (Service: AWSLambda; Status Code: {refusal.StatusCode}; Error Code: {refusal.Code}; "
                    + $"Request ID: {Guid.NewGuid()}; Proxy: null)");
        }
    }

    private static string ErrorType(byte[] error)
    {
        var description = JsonElement.Parse(error);
        return description.TryGetProperty("errorType", out var type) ? type.GetString()! : "Lambda.Unknown";
    }

    private static JsonElement Parse(byte[] payload)
    {
        if (payload.Length == 0)
        {
            return JsonElement.Parse("null");
        }

        try
        {
            return JsonElement.Parse(payload);
        }
        catch (JsonException problem)
        {
            throw new TaskFailedException("Lambda.Unknown", $"The function's response is not JSON: {problem.Message}");
        }
    }
}
