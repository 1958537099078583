using System.Globalization;

namespace Fanout.Local.Services.Logs;

/// <summary>Where an event stands in its log group: they are read in the order of their times.</summary>
/// <param name="Time">Its time in milliseconds since 1970.</param>
/// <param name="Number">Which event of its group it is.</param>
internal readonly record struct LogPosition(long Time, long Number) : IComparable<LogPosition>
{
    /// <inheritdoc />
    public int CompareTo(LogPosition other) => (Time, Number).CompareTo((other.Time, other.Number));

    /// <summary>The position as a token, which <see cref="Parse"/> reads: 40 digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time:D20}{Number:D20}");

    /// <summary>Reads a token; null where it is none.</summary>
    public static LogPosition? Parse(string token) =>
        token.Length == 40
        && long.TryParse(token[..20], NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && long.TryParse(token[20..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new LogPosition(time, number)
            : null;
}
