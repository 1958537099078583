using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda;

/// <summary>
/// What is sent of an event that was given up ("Capturing records of Lambda asynchronous invocations"): a destination
/// gets a record with the request and the response, a dead-letter queue gets the event as it was.
/// </summary>
internal static class FailureRecords
{
    private const int LongestErrorMessage = 1024;

    /// <summary>The messages, and the queue or topic that each is for; none where the function names no place.</summary>
    /// <param name="function">The function.</param>
    /// <param name="configuration">What becomes of its events.</param>
    /// <param name="failure">The event.</param>
    /// <param name="condition">Why it was given up, as records name it.</param>
    public static IEnumerable<(string Target, string Body, IEnumerable<(string Name, string Type, string Value)> Attributes)> Of(
        FunctionConfiguration function, EventInvokeConfiguration configuration, FailedInvocation failure, string condition)
    {
        if (configuration.OnFailure is { } destination)
        {
            yield return (destination, Record(failure, condition), []);
        }

        if (function.DeadLetterTarget is { } deadLetters)
        {
            yield return (deadLetters, failure.Event, Attributes(failure));
        }
    }

    private static string Record(FailedInvocation failure, string condition)
    {
        var record = new JsonObject
        {
            ["version"] = "1.0",
            ["timestamp"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["requestContext"] = new JsonObject
            {
                ["requestId"] = failure.RequestId,
                ["functionArn"] = $"{failure.FunctionArn}:$LATEST",
                ["condition"] = condition,
                ["approximateInvokeCount"] = failure.Attempts,
            },
            ["requestPayload"] = JsonNode.Parse(failure.Payload),
        };
        if (failure.Error is not null)
        {
            record["responseContext"] = new JsonObject
            {
                ["statusCode"] = 200,
                ["executedVersion"] = "$LATEST",
                ["functionError"] = "Unhandled",
            };
            record["responsePayload"] = JsonNode.Parse(failure.Error);
        }

        return record.ToJsonString(CompactJson.Options);
    }

    private static IEnumerable<(string Name, string Type, string Value)> Attributes(FailedInvocation failure)
    {
        yield return ("RequestID", "String", failure.RequestId);
        yield return ("ErrorCode", "Number", failure.Error is null ? "429" : "200");
        var message = failure.Error is null ? failure.Message : MessageOf(failure.Error);
        yield return ("ErrorMessage", "String", message.Length > LongestErrorMessage ? message[..LongestErrorMessage] : message);
    }

    private static string MessageOf(byte[] error) =>
        JsonElement.Parse(error) is { ValueKind: JsonValueKind.Object } description
        && description.TryGetProperty("errorMessage", out var message) && message.GetString() is { Length: > 0 } text
            ? text
            : Encoding.UTF8.GetString(error);
}
