using System.Text.Json;
using Fanout.Functions.SensorAnalytics.Anomalies;
using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>Summaries as items of the table ("DynamoDB low-level API: Data type descriptors").</summary>
internal static class SummaryItem
{
    /// <summary>Writes a summary as a JSON object of attribute values.</summary>
    public static void Write(Utf8JsonWriter json, Summary summary)
    {
        var (reading, analysisDate, anomalies) = summary;
        Span<char> buffer = stackalloc char[ReadingTime.StoredFormat.Length];
        reading.Time.TryFormat(buffer, out var length, ReadingTime.StoredFormat, null);
        var time = buffer[..length];

        json.WriteStartObject();
        WriteText(json, "DeviceId", reading.DeviceId);
        WriteText(json, "ReadingTimestamp", time);
        WriteText(json, "AnalysisDate", analysisDate is null ? time[.."yyyy-MM-dd".Length] : analysisDate);
        json.WriteStartObject("Metrics"u8);
        json.WriteStartObject("M"u8);
        WriteNumber(json, "Temperature"u8, reading.Temperature.Text);
        WriteNumber(json, "Humidity"u8, reading.Humidity.Text);
        WriteNumber(json, "BatteryLevel"u8, reading.BatteryLevel.Text);
        WriteOptional(json, "Latitude"u8, reading.Latitude);
        WriteOptional(json, "Longitude"u8, reading.Longitude);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteAnomalies(json, anomalies);
        json.WriteEndObject();
    }

    private static void WriteAnomalies(Utf8JsonWriter json, IReadOnlyList<Anomaly> anomalies)
    {
        json.WriteStartObject("Anomalies"u8);
        json.WriteStartArray("L"u8);
        foreach (var anomaly in anomalies)
        {
            json.WriteStartObject();
            json.WriteStartObject("M"u8);
            WriteText(json, "Type", anomaly.Type);
            WriteNumber(json, "Value"u8, anomaly.Value.Text);
            WriteText(json, "Threshold", anomaly.Threshold.Text, "N");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        Span<byte> count = [(byte)('0' + anomalies.Count)];
        WriteNumber(json, "AnomalyCount"u8, count);
        WriteText(json, "HealthStatus", anomalies.Count == 0 ? "healthy" : "anomalies_detected");
    }

    private static void WriteText(Utf8JsonWriter json, string name, ReadOnlySpan<char> value, string type = "S")
    {
        json.WriteStartObject(name);
        json.WriteString(type, value);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        json.WriteStartObject(name);
        json.WriteString("N"u8, value);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, Measurement value)
    {
        if (value.HasValue)
        {
            WriteNumber(json, name, value.Text);
        }
    }
}
