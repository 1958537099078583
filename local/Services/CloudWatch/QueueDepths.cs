using System.Globalization;
using System.Text.Json;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.CloudWatch;

/// <summary>Counts the messages that wait in queues, when somebody looks ("Available CloudWatch metrics for Amazon SQS").</summary>
/// <param name="json">Calls queues.</param>
/// <param name="root">The credentials that may look.</param>
/// <param name="metrics">Told how many there are.</param>
internal sealed class QueueDepths(AwsJsonClient json, Func<AwsCredentials> root, MetricStore metrics)
{
    private const string Service = "AWS/SQS";
    private const string Dimension = "QueueName";

    private static readonly string[] Attributes =
        ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"];

    private static readonly string[] Metrics =
        ["ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"];

    /// <summary>Looks into the queues that alarms watch; one that does not exist has no messages to count.</summary>
    public async Task LookAsync(IEnumerable<Alarm> alarms, CancellationToken cancellation)
    {
        var queues = alarms.Select(alarm => alarm.Metric)
            .Where(metric => metric is { Service: Service, Dimension: Dimension })
            .Select(metric => metric!.Value.Resource)
            .Distinct();
        foreach (var queue in queues)
        {
            try
            {
                var url = (await CallAsync("GetQueueUrl", new { QueueName = queue }, cancellation)).GetProperty("QueueUrl").GetString();
                var counts = (await CallAsync("GetQueueAttributes", new { QueueUrl = url, AttributeNames = Attributes }, cancellation)).GetProperty("Attributes");
                foreach (var (attribute, metric) in Attributes.Zip(Metrics))
                {
                    metrics.Count(Service, metric, Dimension, queue, double.Parse(counts.GetProperty(attribute).GetString()!, CultureInfo.InvariantCulture));
                }
            }
            catch (AwsErrorException)
            {
                // Its metric has no values then.
            }
        }
    }

    private Task<JsonElement> CallAsync(string operation, object arguments, CancellationToken cancellation) =>
        json.CallAsync("sqs", $"AmazonSQS.{operation}", JsonSerializer.SerializeToElement(arguments), root(), cancellation);
}
