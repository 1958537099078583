using System.Globalization;
using System.Text.Json;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>The times of readings: epoch milliseconds, as Step Functions gives timestamps of Parquet files, or text.</summary>
internal static class ReadingTime
{
    /// <summary>
    /// How a time is stored: UTC, all of one length. As a sort key it then sorts by time, and a person can read it
    /// and ask for a day with <c>begins_with</c>, which a number of milliseconds allows nobody.
    /// </summary>
    public const string StoredFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const long EarliestMilliseconds = -62_135_596_800_000;
    private const long LatestMilliseconds = 253_402_300_799_999;

    // Beside ISO 8601: timestamps as Athena writes them as text.
    private static readonly string[] AthenaFormats = ["yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF 'UTC'"];

    /// <summary>Reads a time; text without an offset is UTC, and what is finer than a millisecond is cut off.</summary>
    /// <param name="source">The field's value, or Undefined where there is none.</param>
    /// <param name="time">The time in UTC.</param>
    /// <returns>What is wrong, as the end of a sentence that begins with the field's name; null where nothing is.</returns>
    public static string? TryRead(JsonElement source, out DateTime time)
    {
        time = default;
        var isRead = source.ValueKind switch
        {
            JsonValueKind.Number => TryReadMilliseconds(source, out time),
            JsonValueKind.String => TryReadText(source, out time),
            _ => false,
        };
        time = new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
        return (isRead, source.ValueKind) switch
        {
            (true, _) => null,
            (_, JsonValueKind.Undefined) => "is missing",
            (_, JsonValueKind.Null) => "is null",
            (_, JsonValueKind.String) when source.ValueEquals(""u8) => "is missing",
            _ => "is neither epoch milliseconds nor an ISO 8601 time",
        };
    }

    private static bool TryReadMilliseconds(JsonElement source, out DateTime time)
    {
        var isRead = source.TryGetDecimal(out var milliseconds)
            && milliseconds is >= EarliestMilliseconds and <= LatestMilliseconds
            && decimal.IsInteger(milliseconds);
        time = isRead ? DateTime.UnixEpoch.AddTicks((long)milliseconds * TimeSpan.TicksPerMillisecond) : default;
        return isRead;
    }

    private static bool TryReadText(JsonElement source, out DateTime time)
    {
        if (source.TryGetDateTime(out time))
        {
            // With an offset, the time's own zone matters and that of this machine does not.
            if (time.Kind == DateTimeKind.Local)
            {
                time = source.GetDateTimeOffset().UtcDateTime;
            }

            return JsonText.Length(source) > "yyyy-MM-dd".Length;
        }

        return JsonText.TryGet(source, out var text)
            && DateTime.TryParseExact(text, AthenaFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
