using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Fanout.Functions.SensorAnalytics.Anomalies;
using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>The summaries of a batch as items of the table.</summary>
/// <param name="analysisDate">The day that is analyzed, YYYY-MM-DD; null where each reading's own day (UTC) is.</param>
internal sealed class SummaryItems(string? analysisDate)
{
    // What many items have is made once; a request only reads it.
    private static readonly AttributeValue NoAnomalies = new() { L = [] };
    private static readonly AttributeValue Zero = Number("0");
    private static readonly AttributeValue Healthy = Text("healthy");
    private static readonly AttributeValue Anomalous = Text("anomalies_detected");

    private readonly AttributeValue? _analysisDate = analysisDate is null ? null : Text(analysisDate);

    /// <summary>The attributes of the item of a summary.</summary>
    public Dictionary<string, AttributeValue> Of(Summary summary)
    {
        var (reading, anomalies) = summary;
        var time = ReadingTime.ToStored(reading.Time);
        var isHealthy = anomalies.Count == 0;
        return new(capacity: 7)
        {
            ["DeviceId"] = Text(reading.DeviceId),
            ["ReadingTimestamp"] = Text(time),
            ["AnalysisDate"] = _analysisDate ?? Text(time[.."yyyy-MM-dd".Length]),
            ["Metrics"] = new AttributeValue { M = Metrics(reading) },
            ["Anomalies"] = isHealthy ? NoAnomalies : new AttributeValue { L = [.. anomalies.Select(Anomaly)] },
            ["AnomalyCount"] = isHealthy ? Zero : Number(anomalies.Count.ToString(CultureInfo.InvariantCulture)),
            ["HealthStatus"] = isHealthy ? Healthy : Anomalous,
        };
    }

    private static Dictionary<string, AttributeValue> Metrics(Reading reading)
    {
        var metrics = new Dictionary<string, AttributeValue>(capacity: 5)
        {
            ["Temperature"] = Number(reading.Temperature),
            ["Humidity"] = Number(reading.Humidity),
            ["BatteryLevel"] = Number(reading.BatteryLevel),
        };
        AddOptional(metrics, "Latitude", reading.Latitude);
        AddOptional(metrics, "Longitude", reading.Longitude);
        return metrics;
    }

    private static void AddOptional(Dictionary<string, AttributeValue> metrics, string name, string? value)
    {
        if (value is not null)
        {
            metrics[name] = Number(value);
        }
    }

    private static AttributeValue Anomaly(Anomaly anomaly) => new()
    {
        M = new()
        {
            ["Type"] = Text(anomaly.Type),
            ["Value"] = Number(anomaly.Value),
            ["Threshold"] = Number(anomaly.Threshold.Text),
        },
    };

    private static AttributeValue Text(string value) => new() { S = value };

    private static AttributeValue Number(string value) => new() { N = value };

    private static AttributeValue Number(Measurement value) => Number(value.Text);
}
