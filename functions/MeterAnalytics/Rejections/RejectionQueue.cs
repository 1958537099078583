using System.Globalization;
using System.Text.Json;
using Amazon.SQS;
using Amazon.SQS.Model;
using Fanout.Functions.Common;

namespace Fanout.Functions.MeterAnalytics.Rejections;

/// <summary>The SQS queue of rejected lines ("SendMessageBatch").</summary>
/// <param name="client">The client of SQS.</param>
/// <param name="repetition">How messages that were not taken are sent again.</param>
/// <param name="url">The queue.</param>
internal sealed class RejectionQueue(IAmazonSQS client, Repetition repetition, string url)
{
    /// <summary>The most messages that one request may hold.</summary>
    public const int MostMessages = 10;

    /// <summary>How many requests are under way at a time.</summary>
    public const int Concurrency = 4;

    /// <summary>Sends up to ten lines, a message each, and sends again those that SQS did not take.</summary>
    /// <exception cref="LinesNotReportedException">SQS refused the request, or messages are left after the last attempt.</exception>
    public async Task SendAsync(IReadOnlyList<RejectedLine> lines, CancellationToken cancellation)
    {
        List<SendMessageBatchRequestEntry> left = [.. lines.Select(Message)];
        BatchResultErrorEntry? refusal = null;
        try
        {
            if (await repetition.UntilDoneAsync(SendOnceAsync, cancellation))
            {
                return;
            }
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            throw NotReported($": {AwsFailure.Describe(problem)}", problem);
        }

        throw NotReported(
            $" in {AwsClients.Attempts} attempts: {refusal!.Code}: {refusal.Message ?? "no message"}", inner: null);

        async Task<bool> SendOnceAsync(CancellationToken token)
        {
            var answer = await client.SendMessageBatchAsync(new SendMessageBatchRequest(url, left), token);
            if (answer.Failed is not { Count: > 0 } failed)
            {
                return true;
            }

            refusal = failed[0];
            left.RemoveAll(message => !failed.Exists(entry => entry.Id == message.Id));
            return false;
        }

        LinesNotReportedException NotReported(string how, Exception? inner) =>
            new($"{left.Count} of {lines.Count} rejected lines were not sent to {url}{how}", inner);
    }

    private static SendMessageBatchRequestEntry Message(RejectedLine line, int index) => new(
        index.ToString(CultureInfo.InvariantCulture),
        JsonSerializer.Serialize(line, RejectedLineJson.Default.RejectedLine));
}
