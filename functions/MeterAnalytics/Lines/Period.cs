using System.Buffers;
using System.Globalization;
using System.Text;

namespace Fanout.Functions.MeterAnalytics.Lines;

/// <summary>A period over which amounts are added up.</summary>
internal sealed class Period
{
    private const int LongestSensorId = 19;

    private readonly string _format;

    private Period(string name, string format)
    {
        _format = format;
        Column = $"sensorid_{name}";
    }

    /// <summary>The periods of the queries.</summary>
    public static IReadOnlyList<Period> All { get; } =
        [new("hour", "yyyy-MM-ddTHH"), new("day", "yyyy-MM-dd"), new("month", "yyyy-MM")];

    /// <summary>The column of a result file that holds keys of this period.</summary>
    public string Column { get; }

    /// <summary>What keys look like, for messages.</summary>
    public string KeyForm => $"SensorID#{_format.ToUpperInvariant()}";

    /// <summary>Whether a text is a key of this period: a sensor's number, <c>#</c> and a period of the calendar.</summary>
    public bool IsKey(ReadOnlySpan<byte> text)
    {
        var hash = text.IndexOf((byte)'#');
        Span<char> time = stackalloc char["yyyy-MM-ddTHH".Length];
        return hash is > 0 and <= LongestSensorId
            && !text[..hash].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && text.Length - hash - 1 == _format.Length
            && Ascii.ToUtf16(text[(hash + 1)..], time, out var length) == OperationStatus.Done
            && DateTime.TryParseExact(time[..length], _format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }
}
