using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Cloud;

/// <summary>
/// SQS's ReceiveMessage where it waits for messages: in the emulator it would keep those waiting who send them
/// ("Amazon SQS short and long polling").
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LongPolling(TimeProvider time) : IService
{
    private const string WaitTime = "WaitTimeSeconds";
    private const string QueueWaitTime = "ReceiveMessageWaitTimeSeconds";
    private const int LongestWait = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request is { Service: "sqs", Operation: "ReceiveMessage" };

    /// <summary>Asks for the messages that are there until there are some, or the call's time is over.</summary>
    /// <returns>The emulator's last answer.</returns>
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        var request = Parsed(call.Body);
        var wait = request[WaitTime] is { } own ? Seconds(own) : await OfQueueAsync(request, call);
        if (wait is > 0 and <= LongestWait)
        {
            request[WaitTime] = 0;
        }

        var begin = time.GetTimestamp();
        while (true)
        {
            var answer = await call.AskAsync("AmazonSQS.ReceiveMessage", request);
            if (answer.StatusCode != 200 || Parsed(answer.Body)["Messages"] is JsonArray { Count: > 0 }
                || time.GetElapsedTime(begin) >= TimeSpan.FromSeconds(wait))
            {
                return answer;
            }

            await Task.Delay(Interval, time, cancellation);
        }
    }

    private static async Task<int> OfQueueAsync(JsonObject request, ServiceCall call)
    {
        var answer = await call.AskAsync("AmazonSQS.GetQueueAttributes", new JsonObject
        {
            ["QueueUrl"] = request["QueueUrl"]?.DeepClone(),
            ["AttributeNames"] = new JsonArray(QueueWaitTime),
        });
        return answer.StatusCode == 200 && Parsed(answer.Body)["Attributes"]?[QueueWaitTime] is { } seconds ? Seconds(seconds) : 0;
    }

    private static int Seconds(JsonNode value) =>
        int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;

    private static JsonObject Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            // The emulator says what is wrong with it.
            return [];
        }
    }
}
