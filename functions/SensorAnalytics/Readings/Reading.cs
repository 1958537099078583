using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>What one sensor measured at one time.</summary>
/// <param name="DeviceId">The sensor's name.</param>
/// <param name="Time">When it measured, in UTC and whole milliseconds.</param>
/// <param name="Temperature">In °C.</param>
/// <param name="Humidity">In percent.</param>
/// <param name="BatteryLevel">In percent.</param>
/// <param name="Latitude">In degrees, the number as it came; null where the sensor does not know where it is.</param>
/// <param name="Longitude">In degrees, the number as it came; null where the sensor does not know where it is.</param>
internal sealed record Reading(
    string DeviceId,
    DateTime Time,
    Measurement Temperature,
    Measurement Humidity,
    Measurement BatteryLevel,
    string? Latitude,
    string? Longitude)
{
    // "Quotas": the longest partition key.
    private const int LongestDeviceId = 2048;

    /// <summary>Reads a reading: an object with the columns of the table of readings; other fields are not looked at.</summary>
    /// <param name="json">Stands on the item of the batch, and in the end on its last token.</param>
    /// <param name="reasons">All that is wrong with it, joined by semicolons; null where nothing is.</param>
    /// <returns>The reading; null where something is wrong with it.</returns>
    /// <exception cref="JsonException">The item is not JSON.</exception>
    public static Reading? TryRead(ref Utf8JsonReader json, out string? reasons)
    {
        reasons = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            reasons = "the reading is not an object";
            return null;
        }

        var (deviceId, time) = ("", default(DateTime));
        Measurement temperature = default, humidity = default, battery = default;
        string? latitude = null, longitude = null;
        var isThere = default(InlineArray8<bool>);
        var faults = default(InlineArray8<string?>);
        faults[..Columns.Latitude].Fill("is missing");
        string? twice = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var column = Columns.IndexOf(json.ValueSpan);
            json.Read();
            if (column >= 0)
            {
                twice ??= isThere[column] ? Columns.Names[column] : null;
                isThere[column] = true;
                faults[column] = column switch
                {
                    Columns.DeviceId => TryReadDeviceId(ref json, out deviceId),
                    Columns.Timestamp => ReadingTime.TryRead(ref json, out time),
                    Columns.Temperature => Measurement.TryRead(ref json, out temperature),
                    Columns.Humidity => Measurement.TryRead(ref json, out humidity),
                    Columns.BatteryLevel => Measurement.TryRead(ref json, out battery),
                    Columns.Latitude => TryReadOptional(ref json, out latitude),
                    Columns.Longitude => TryReadOptional(ref json, out longitude),
                    _ => JsonText.TryGet(ref json, out var flaw) ? LineFault(flaw) : null,
                };
            }

            json.Skip();
        }

        reasons = faults[Columns.LineFlaw] ?? Join(faults, twice);
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

    private static string? Join(ReadOnlySpan<string?> faults, string? twice)
    {
        string? reasons = null;
        for (var column = 0; column < faults.Length; column++)
        {
            if (faults[column] is { } fault)
            {
                Add(Columns.Names[column], fault);
            }
        }

        if (twice is not null)
        {
            Add(twice, "is there twice");
        }

        return reasons;

        void Add(string field, string fault) =>
            reasons = reasons is null ? $"{field} {fault}" : $"{reasons}; {field} {fault}";
    }

    private static string? TryReadDeviceId(ref Utf8JsonReader json, out string deviceId)
    {
        deviceId = "";
        if (json.TokenType == JsonTokenType.Null)
        {
            return "is null";
        }

        return !JsonText.TryGet(ref json, out deviceId) && !TryGetInteger(ref json, out deviceId) ? "is not text"
            : string.IsNullOrWhiteSpace(deviceId) ? "is missing"
            : Encoding.UTF8.GetByteCount(deviceId) > LongestDeviceId ? $"is longer than {LongestDeviceId} bytes"
            : null;
    }

    // The columns of numbered devices are of whole numbers in files of other makers.
    private static bool TryGetInteger(ref Utf8JsonReader json, out string text)
    {
        text = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : "";
        return text.Length > 0;
    }

    private static string? TryReadOptional(ref Utf8JsonReader json, out string? text)
    {
        var fault = Measurement.TryRead(ref json, out var present);
        text = fault is null ? present.Text : null;
        return fault is "is missing" or "is null" ? null : fault;
    }
}
