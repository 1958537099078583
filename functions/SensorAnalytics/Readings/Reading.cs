using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>What one sensor measured at one time.</summary>
internal sealed class Reading
{
    // "Quotas": the longest partition key.
    private const int LongestDeviceId = 2048;

    private Reading(
        string deviceId,
        DateTime time,
        Measurement temperature,
        Measurement humidity,
        Measurement batteryLevel,
        Measurement latitude,
        Measurement longitude)
    {
        DeviceId = deviceId;
        Time = time;
        Temperature = temperature;
        Humidity = humidity;
        BatteryLevel = batteryLevel;
        Latitude = latitude;
        Longitude = longitude;
    }

    /// <summary>The sensor's name.</summary>
    public string DeviceId { get; }

    /// <summary>When it measured, in UTC and whole milliseconds.</summary>
    public DateTime Time { get; }

    /// <summary>In °C.</summary>
    public Measurement Temperature { get; }

    /// <summary>In percent.</summary>
    public Measurement Humidity { get; }

    /// <summary>In percent.</summary>
    public Measurement BatteryLevel { get; }

    /// <summary>In degrees; not every sensor knows where it is.</summary>
    public Measurement Latitude { get; }

    /// <summary>In degrees; not every sensor knows where it is.</summary>
    public Measurement Longitude { get; }

    /// <summary>Reads a reading: an object with the columns of the table of readings; other fields are not looked at.</summary>
    /// <param name="source">The item of the batch.</param>
    /// <param name="reasons">All that is wrong with it, joined by semicolons; null where nothing is.</param>
    /// <returns>The reading; null where something is wrong with it.</returns>
    public static Reading? TryRead(JsonElement source, out string? reasons)
    {
        if (source.ValueKind != JsonValueKind.Object)
        {
            reasons = "the reading is not an object";
            return null;
        }

        reasons = null;
        var columns = new Columns(source);
        if (JsonText.TryGet(columns.LineFlaw, out var flaw))
        {
            reasons = LineFault(flaw);
            return null;
        }

        AddFault(ref reasons, "deviceid", TryReadDeviceId(columns[0], out var deviceId));
        AddFault(ref reasons, "timestamp", ReadingTime.TryRead(columns[1], out var time));
        AddFault(ref reasons, "temperature", Measurement.TryRead(columns[2], out var temperature));
        AddFault(ref reasons, "humidity", Measurement.TryRead(columns[3], out var humidity));
        AddFault(ref reasons, "batterylevel", Measurement.TryRead(columns[4], out var battery));
        AddFault(ref reasons, "latitude", TryReadOptional(columns[5], out var latitude));
        AddFault(ref reasons, "longitude", TryReadOptional(columns[6], out var longitude));
        if (columns.Twice is { } twice)
        {
            AddFault(ref reasons, twice, "is there twice");
        }

        return reasons is null ? new Reading(deviceId, time, temperature, humidity, battery, latitude, longitude) : null;
    }

    private static string LineFault(string flaw) => flaw switch
    {
        "otherColumns" => "line is in a file whose names lack a column, say one twice, are two sets, or are all other words",
        "notParsed" => "line has more or fewer fields than columns, or a quotation mark without its like",
        "notUtf8" => "line is not UTF-8",
        "contradictory" => "line has other values than one of the same device and time",
        _ => "line is rejected by the query",
    };

    private static void AddFault(ref string? reasons, string field, string? fault)
    {
        if (fault is not null)
        {
            reasons = reasons is null ? $"{field} {fault}" : $"{reasons}; {field} {fault}";
        }
    }

    private static string? TryReadDeviceId(JsonElement source, out string deviceId)
    {
        deviceId = "";
        return source.ValueKind switch
        {
            JsonValueKind.Undefined => "is missing",
            JsonValueKind.Null => "is null",
            _ when !JsonText.TryGet(source, out deviceId) && !TryGetInteger(source, out deviceId) => "is not text",
            _ when string.IsNullOrWhiteSpace(deviceId) => "is missing",
            _ when Encoding.UTF8.GetByteCount(deviceId) > LongestDeviceId => $"is longer than {LongestDeviceId} bytes",
            _ => null,
        };
    }

    // The columns of numbered devices are of whole numbers in files of other makers.
    private static bool TryGetInteger(JsonElement source, out string text)
    {
        text = source.ValueKind == JsonValueKind.Number && source.TryGetInt64(out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : "";
        return text.Length > 0;
    }

    private static string? TryReadOptional(JsonElement source, out Measurement measurement)
    {
        var fault = Measurement.TryRead(source, out measurement);
        return fault is "is missing" or "is null" ? null : fault;
    }
}
