using System.Text.Json;
using Fanout.Functions.Common.Aws;

namespace Fanout.Functions.MeterAnalytics.Rejections;

/// <summary>The SQS queue of rejected lines ("SendMessageBatch").</summary>
/// <param name="client">The client of SQS.</param>
/// <param name="retry">How messages are sent again.</param>
/// <param name="url">The queue.</param>
internal sealed class RejectionQueue(JsonClient client, Retry retry, string url)
{
    /// <summary>What the names of SQS's operations begin with.</summary>
    public const string Target = "AmazonSQS";

    /// <summary>The most messages that one request may hold.</summary>
    public const int MostMessages = 10;

    /// <summary>How many requests are under way at a time.</summary>
    public const int Concurrency = 4;

    /// <summary>Sends up to ten lines, a message each, and sends again those that SQS did not take.</summary>
    /// <exception cref="AwsException">SQS refused the request.</exception>
    /// <exception cref="LinesNotReportedException">Messages were still not taken after the last attempt.</exception>
    public Task SendAsync(IReadOnlyList<RejectedLine> lines, CancellationToken cancellation)
    {
        int[] left = [.. Enumerable.Range(0, lines.Count)];
        return retry.UntilDoneAsync(
            async token =>
            {
                using var answer = await client.CallAsync("SendMessageBatch", Request(lines, left), token);
                if (!answer.RootElement.TryGetProperty("Failed", out var failed) || failed.GetArrayLength() == 0)
                {
                    return null;
                }

                left = [.. failed.EnumerateArray().Select(entry => int.Parse(entry.GetProperty("Id").GetString()!))];
                return $"{failed[0].GetProperty("Code")}: {(failed[0].TryGetProperty("Message", out var text) ? text : "no message")}";
            },
            (reason, error) => new LinesNotReportedException(
                $"{left.Length} of {lines.Count} rejected lines were not sent to {url} in {Retry.Attempts} attempts: {reason}",
                error),
            cancellation);
    }

    private byte[] Request(IReadOnlyList<RejectedLine> lines, int[] left)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("QueueUrl"u8, url);
            json.WriteStartArray("Entries"u8);
            foreach (var index in left)
            {
                json.WriteStartObject();
                json.WriteString("Id"u8, $"{index}");
                json.WriteString("MessageBody"u8, JsonSerializer.Serialize(lines[index], RejectedLineJson.Default.RejectedLine));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }
}
