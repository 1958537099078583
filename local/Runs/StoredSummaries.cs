using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Fanout.Local.Runs.Access;
using Fanout.Samples.SensorAnalytics;
using StoredItem = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Fanout.Local.Runs;

/// <summary>What the table of sensor-analytics holds. Of an item only its key and a digest are kept.</summary>
internal sealed class StoredSummaries
{
    // A person looks at a few.
    private const int NamedKeys = 5;

    private readonly Dictionary<string, string> _digests = [];

    /// <summary>How many items there are.</summary>
    public int Count => _digests.Count;

    /// <summary>Equal where the tables are equal.</summary>
    public string Digest => Hash(string.Concat(_digests.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => item.Value)));

    /// <summary>Reads the items of some devices; where none are given, of all.</summary>
    public static async Task<StoredSummaries> ReadAsync(RunTarget target, IEnumerable<AttributeValue>? devices, CancellationToken cancellation)
    {
        var summaries = new StoredSummaries();
        foreach (var item in await StoredItems.ReadAsync(target.Aws.DynamoDb, target.Outputs["TableName"], "DeviceId", devices, cancellation))
        {
            summaries._digests[$"{item["DeviceId"].S} {item["ReadingTimestamp"].S}"] = Hash(Text(item));
        }

        return summaries;
    }

    /// <summary>What differs from the readings that were generated, a sentence each.</summary>
    public IEnumerable<string> Problems(SensorFleet fleet, SensorLimits limits)
    {
        var (missing, wrong, expected) = (new List<string>(), new List<string>(), 0);
        foreach (var reading in SensorAnalyticsSample.Generate(fleet).Where(reading => reading.Fault == SampleFault.None))
        {
            expected++;
            var item = Item(reading, limits);
            if (!_digests.TryGetValue($"{item.Device} {item.Time}", out var digest))
            {
                missing.Add($"{item.Device} {item.Time}");
            }
            else if (digest != Hash(item.Text))
            {
                wrong.Add($"{item.Device} {item.Time}");
            }
        }

        if (missing.Count > 0)
        {
            yield return $"{missing.Count} of {expected} readings are not in the table, the first: {First(missing)}";
        }

        if (wrong.Count > 0)
        {
            yield return $"{wrong.Count} of {expected} readings were stored with other values than they were measured with, the first: {First(wrong)}";
        }

        if (Count > expected)
        {
            yield return $"the table holds {Count} items; expected {expected}";
        }
    }

    private static string First(List<string> keys) => string.Join(", ", keys.Take(NamedKeys));

    private static (string Device, string Time, string Text) Item(SampleReading reading, SensorLimits limits)
    {
        var time = DateTimeOffset.Parse(reading.Timestamp, CultureInfo.InvariantCulture)
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return (reading.DeviceId, time, Text(
            reading.DeviceId,
            time,
            reading.Temperature,
            reading.Humidity,
            reading.BatteryLevel,
            limits.Of(reading) == SampleAnomalies.None ? "healthy" : "anomalies_detected"));
    }

    private static string Text(StoredItem item)
    {
        var metrics = item["Metrics"].M;
        return Text(
            item["DeviceId"].S,
            item["ReadingTimestamp"].S,
            metrics["Temperature"].N,
            metrics["Humidity"].N,
            metrics["BatteryLevel"].N,
            item["HealthStatus"].S);
    }

    // DynamoDB leaves zeros at the end out.
    private static string Text(string device, string time, string temperature, string humidity, string battery, string health) =>
        string.Join('|', device, time, Number(temperature), Number(humidity), Number(battery), health);

    private static string Number(string text) =>
        decimal.Parse(text, CultureInfo.InvariantCulture).ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
}
