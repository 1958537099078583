using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Fanout.Functions.SensorAnalytics.Anomalies;
using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>Summaries as items of the table.</summary>
internal static class SummaryItem
{
    // What most items have is made once.
    private static readonly AttributeValue NoAnomalies = new() { L = [] };
    private static readonly AttributeValue Zero = Number("0");
    private static readonly AttributeValue Healthy = Text("healthy");

    /// <summary>The attributes of the item of a summary.</summary>
    public static Dictionary<string, AttributeValue> Of(Summary summary)
    {
        var (reading, analysisDate, anomalies) = summary;
        var time = ReadingTime.ToStored(reading.Time);
        var isHealthy = anomalies.Count == 0;
        return new(capacity: 7)
        {
            ["DeviceId"] = Text(reading.DeviceId),
            ["ReadingTimestamp"] = Text(time),
            ["AnalysisDate"] = Text(analysisDate ?? time[.."yyyy-MM-dd".Length]),
            ["Metrics"] = new AttributeValue { M = Metrics(reading) },
            ["Anomalies"] = isHealthy ? NoAnomalies : new AttributeValue { L = [.. anomalies.Select(Anomaly)] },
            ["AnomalyCount"] = isHealthy ? Zero : Number(anomalies.Count.ToString(CultureInfo.InvariantCulture)),
            ["HealthStatus"] = isHealthy ? Healthy : Text("anomalies_detected"),
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

    private static void AddOptional(Dictionary<string, AttributeValue> metrics, string name, Measurement? value)
    {
        if (value is { } measured)
        {
            metrics[name] = Number(measured);
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
