using System.Globalization;

namespace Fanout.Local.WebConsole.Markup;

/// <summary>Numbers, times and spans of time as a person reads them.</summary>
internal static class Shown
{
    private const long Kibi = 1024;

    /// <summary>A duration in the unit that suits it: 85 ms, 12.3 s, 4 min 05 s, 2 h 03 min.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => Invariant($"{Math.Round(duration.TotalMilliseconds):0} ms"),
        { TotalSeconds: < 60 } => Invariant($"{duration.TotalSeconds:0.0} s"),
        { TotalMinutes: < 60 } => Invariant($"{(int)duration.TotalMinutes} min {duration.Seconds:00} s"),
        { TotalHours: < 48 } => Invariant($"{(int)duration.TotalHours} h {duration.Minutes:00} min"),
        _ => Invariant($"{duration.TotalDays:0.0} days"),
    };

    /// <summary>A number in groups of three digits.</summary>
    public static string Number(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    /// <summary>A size in bytes, KiB or MiB.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < Kibi => $"{bytes} bytes",
        < Kibi * Kibi => Invariant($"{bytes / (double)Kibi:0.#} KiB"),
        _ => Invariant($"{bytes / (double)(Kibi * Kibi):0.#} MiB"),
    };

    /// <summary>A time to the second, in UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A time of the day to the millisecond, in UTC.</summary>
    public static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>A number and its noun.</summary>
    public static string Count(long number, string noun) => number == 1 ? $"1 {noun}" : $"{Number(number)} {noun}s";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
