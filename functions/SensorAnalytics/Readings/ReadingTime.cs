using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>The times of readings: epoch milliseconds, as Step Functions gives timestamps of Parquet files, or text.</summary>
internal static class ReadingTime
{
    // Of 12 or 13 digits, from 1973 to 2286 (or before 1970): fewer may be seconds, or the digits of a date; more
    // microseconds, or those of a date and time. And so may twelve that begin with a year.
    private const long FewestMilliseconds = 100_000_000_000;
    private const long MostMilliseconds = 9_999_999_999_999;
    private const long FirstYear = 190_000_000_000;
    private const long LastYear = 210_000_000_000;

    private const string Utc = " UTC";

    // What times consist of, UTC among it.
    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789-+:.TZUC ");

    /// <summary>
    /// Reads a time; text without an offset is UTC, a date its first moment, and what is finer than a millisecond is cut off.
    /// </summary>
    /// <param name="json">Stands on the field's value.</param>
    /// <param name="time">The time in UTC.</param>
    /// <returns>What is wrong, as the end of a sentence that begins with the field's name; null where nothing is.</returns>
    public static string? TryRead(ref Utf8JsonReader json, out DateTime time)
    {
        time = default;
        var isRead = json.TokenType switch
        {
            JsonTokenType.Number => TryReadMilliseconds(ref json, out time),
            JsonTokenType.String => TryReadText(ref json, out time),
            _ => false,
        };
        time = new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
        return (isRead, json.TokenType) switch
        {
            (true, _) => null,
            (_, JsonTokenType.Null) => "is null",
            (_, JsonTokenType.String) when json.ValueSpan.IsEmpty => "is missing",
            _ => "is neither epoch milliseconds nor an ISO 8601 time",
        };
    }

    /// <summary>
    /// The time as it is stored: UTC, all of one length. As a sort key it then sorts by time, and a person can read it
    /// and ask for a day with <c>begins_with</c>, which a number of milliseconds allows nobody.
    /// </summary>
    public static string ToStored(DateTime time)
    {
        // The round-trip format has seven decimals, and is written many times as fast as one of our own.
        Span<char> text = stackalloc char["yyyy-MM-ddTHH:mm:ss.fffffffZ".Length];
        time.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        return string.Concat(text[.."yyyy-MM-ddTHH:mm:ss.fff".Length], "Z");
    }

    private static bool TryReadMilliseconds(ref Utf8JsonReader json, out DateTime time)
    {
        var isRead = json.TryGetDecimal(out var milliseconds) && decimal.IsInteger(milliseconds) && IsTime(milliseconds);
        time = isRead ? DateTime.UnixEpoch.AddTicks((long)milliseconds * TimeSpan.TicksPerMillisecond) : default;
        return isRead;
    }

    private static bool IsTime(decimal milliseconds) =>
        decimal.Abs(milliseconds) is >= FewestMilliseconds and <= MostMilliseconds
        && milliseconds is < FirstYear or >= LastYear;

    private static bool TryReadText(ref Utf8JsonReader json, out DateTime time)
    {
        // With escapes it may hold half a character, at which the reader throws.
        time = default;
        if (!json.ValueIsEscaped && json.TryGetDateTime(out time))
        {
            // With an offset, the time's own zone matters and that of this machine does not.
            time = time.Kind == DateTimeKind.Local ? json.GetDateTimeOffset().UtcDateTime : time;
            return true;
        }

        if (!JsonText.TryGet(ref json, out var text) || text.AsSpan().ContainsAnyExcept(Characters))
        {
            return false;
        }

        text = text.Trim(' ');
        if (text.All(char.IsAsciiDigit) && decimal.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds) && IsTime(milliseconds))
        {
            time = DateTime.UnixEpoch.AddMilliseconds((long)milliseconds);
            return true;
        }

        return TryReadIso(text, out time);
    }

    // Athena and others write a space for the T, Athena a zone's name for its offset, and others an offset without a colon. The reader of JSON takes ISO 8601
    // alone, of any precision, and knows no culture.
    private static bool TryReadIso(string text, out DateTime time)
    {
        time = default;
        text = text.EndsWith(Utc, StringComparison.Ordinal) ? $"{text[..^Utc.Length]}Z"
            : text is [.., '+' or '-', _, _, _, _] && text.Contains(':') ? text.Insert(text.Length - 2, ":")
            : text;
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{text.Replace(' ', 'T')}\""));
        if (!json.Read() || !json.TryGetDateTime(out time))
        {
            return false;
        }

        time = time.Kind == DateTimeKind.Local ? json.GetDateTimeOffset().UtcDateTime : time;
        return true;
    }
}
