using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.Messaging;

/// <summary>
/// Messages whose texts SNS and SQS refuse, and the emulator would take ("Publish", Amazon SNS API Reference; "SendMessage",
/// Amazon SQS API Reference).
/// </summary>
internal sealed class MessageTexts : IService
{
    // More are refused together, by the emulator.
    private const int MostEntries = 10;

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => (request.Service, request.Operation) is
        ("sns", "Publish" or "PublishBatch") or ("sqs", "SendMessage" or "SendMessageBatch");

    /// <inheritdoc />
    public Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation) => call.Request switch
    {
        { Form.Count: > 0 } form => RefusalOf(form) is { } refusal ? Task.FromResult(refusal) : call.ForwardAsync(),
        { Operation: "SendMessage" } => SendAsync(call),
        _ => SendBatchAsync(call),
    };

    // SNS, and SQS as it is asked by older SDKs.
    private static AwsAnswer? RefusalOf(AwsRequest request)
    {
        var (member, isTopic) = request.Service == "sns" ? ("Message", true) : ("MessageBody", false);
        foreach (var (name, text) in request.Form.Where(field => field.Key == member || field.Key.EndsWith($".{member}", StringComparison.Ordinal)))
        {
            if (text.Length == 0)
            {
                return isTopic
                    ? ErrorAnswer.Query(400, "InvalidParameter", "Invalid parameter: Empty message")
                    : ErrorAnswer.Query(400, "MissingParameter", MissingText(name));
            }

            if (!isTopic && ForbiddenIn(text) is { } problem)
            {
                return ErrorAnswer.Query(400, "InvalidMessageContents", problem);
            }
        }

        return null;
    }

    private static Task<AwsAnswer> SendAsync(ServiceCall call)
    {
        var body = call.Json.OptionalText("MessageBody") ?? "";
        return body.Length == 0 ? Task.FromResult(Missing("MessageBody"))
            : ForbiddenIn(body) is { } problem ? Task.FromResult(JsonBodies.Error(400, "InvalidMessageContents", problem))
            : call.ForwardAsync();
    }

    // Of a batch those are sent that can be.
    private static async Task<AwsAnswer> SendBatchAsync(ServiceCall call)
    {
        if (JsonNode.Parse(call.Body) is not JsonObject request || request["Entries"] is not JsonArray { Count: <= MostEntries } entries)
        {
            return await call.ForwardAsync();
        }

        var failed = new JsonArray();
        foreach (var (index, entry) in entries.Index().ToArray())
        {
            var body = TextOf(entry, "MessageBody");
            if (body.Length == 0)
            {
                return Missing($"SendMessageBatchRequestEntry.{index + 1}.MessageBody");
            }

            if (ForbiddenIn(body) is { } problem)
            {
                failed.Add(new JsonObject { ["Id"] = TextOf(entry, "Id"), ["SenderFault"] = true, ["Code"] = "InvalidMessageContents", ["Message"] = problem });
                entries.Remove(entry);
            }
        }

        if (failed.Count == 0)
        {
            return await call.ForwardAsync();
        }

        var answer = entries.Count > 0
            ? await call.AskAsync("AmazonSQS.SendMessageBatch", request)
            : new AwsAnswer(200, JsonBodies.ContentType, """{"Successful": []}""");
        if (!answer.IsSuccess)
        {
            return answer;
        }

        var result = JsonNode.Parse(answer.Body)!.AsObject();
        result["Failed"] = new JsonArray([.. (result["Failed"] as JsonArray ?? []).Concat(failed).Select(failure => failure!.DeepClone())]);
        return answer with { Body = result.ToJsonString() };
    }

    private static string TextOf(JsonNode? entry, string member) =>
        entry is JsonObject members && members[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static AwsAnswer Missing(string parameter) => JsonBodies.Error(400, "MissingParameter", MissingText(parameter));

    private static string MissingText(string parameter) => $"The request must contain the parameter {parameter}.";

    // What XML 1.0 cannot have.
    private static string? ForbiddenIn(string body)
    {
        foreach (var rune in body.EnumerateRunes())
        {
            if (rune.Value is not ('\t' or '\n' or '\r' or (>= 0x20 and not (0xFFFE or 0xFFFF))))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Invalid binary character '#x{rune.Value:X}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].");
            }
        }

        return null;
    }
}
