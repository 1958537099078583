using System.Globalization;
using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Glue.Catalog;

/// <summary>Dates from one to another at an interval; either may be <c>NOW</c>, and an offset from it.</summary>
internal sealed partial class ProjectedDate : ProjectedColumn
{
    private static readonly string[] Units = ["YEARS", "MONTHS", "WEEKS", "DAYS", "HOURS", "MINUTES", "SECONDS"];

    private readonly string _format;
    private readonly string _unit;
    private readonly int _interval;
    private readonly string _first;
    private readonly string _last;

    /// <exception cref="FormatException">A parameter is none.</exception>
    public ProjectedDate(string range, string format, string? interval, string? unit)
    {
        if (range.Split(',', StringSplitOptions.TrimEntries) is not [var first, var last])
        {
            throw new FormatException($"the range '{range}' is not of the form 2022/01/01,NOW");
        }
        (_first, _last) = (first, last);
        _format = format.Length == 1 ? $"%{format}" : format;
        _interval = interval is null ? 1 : int.Parse(interval, CultureInfo.InvariantCulture);
        // "The default is one day or one month where the dates are at single-day or single-month precision."
        var precise = format.Contains('H', StringComparison.Ordinal) || format.Contains('h', StringComparison.Ordinal);
        _unit = unit?.ToUpperInvariant() ?? (precise
            ? throw new FormatException("interval and interval.unit are required with times of the day")
            : format.Contains('d', StringComparison.Ordinal) ? "DAYS" : format.Contains('M', StringComparison.Ordinal) ? "MONTHS" : "YEARS");
        _unit = Array.Find(Units, known => known.TrimEnd('S') == _unit.TrimEnd('S'))
            ?? throw new FormatException($"interval.unit '{unit}' is none of {string.Join(", ", Units)}");
        _ = Bound(_first, DateTimeOffset.UnixEpoch);
        _ = Bound(_last, DateTimeOffset.UnixEpoch);
    }

    public override string Pattern => string.Join('/', Enumerable.Repeat("[^/]+", _format.Split('/').Length));

    public override bool Contains(string value, DateTimeOffset now)
    {
        if (!TryRead(value, out var date))
        {
            return false;
        }
        var first = Bound(_first, now);
        return date >= first && date <= Bound(_last, now) && (_first.StartsWith("NOW", StringComparison.Ordinal) || IsOnGrid(first, date));
    }

    private bool IsOnGrid(DateTime first, DateTime date) => _unit switch
    {
        "YEARS" => (date.Year - first.Year) % _interval == 0,
        "MONTHS" => (((date.Year - first.Year) * 12) + date.Month - first.Month) % _interval == 0,
        "WEEKS" => (date - first).Ticks % (7 * _interval * TimeSpan.TicksPerDay) == 0,
        "DAYS" => (date - first).Ticks % (_interval * TimeSpan.TicksPerDay) == 0,
        "HOURS" => (date - first).Ticks % (_interval * TimeSpan.TicksPerHour) == 0,
        "MINUTES" => (date - first).Ticks % (_interval * TimeSpan.TicksPerMinute) == 0,
        _ => (date - first).Ticks % (_interval * TimeSpan.TicksPerSecond) == 0,
    };

    private DateTime Bound(string bound, DateTimeOffset now)
    {
        var relative = Now().Match(bound);
        if (!relative.Success)
        {
            return TryRead(bound, out var date)
                ? date
                : throw new FormatException($"'{bound}' in the range is neither NOW nor a date of the format {_format}");
        }
        var time = now.UtcDateTime;
        foreach (Capture offset in relative.Groups["offset"].Captures)
        {
            var split = Offset().Match(offset.Value);
            var count = int.Parse(split.Groups["count"].Value, CultureInfo.InvariantCulture);
            time = split.Groups["unit"].Value switch
            {
                "YEAR" => time.AddYears(count),
                "MONTH" => time.AddMonths(count),
                "WEEK" => time.AddDays(7 * count),
                "DAY" => time.AddDays(count),
                "HOUR" => time.AddHours(count),
                "MINUTE" => time.AddMinutes(count),
                _ => time.AddSeconds(count),
            };
        }
        // The first partition is the one that holds the time.
        return TryRead(time.ToString(_format, CultureInfo.InvariantCulture), out var start) ? start : time;
    }

    private bool TryRead(string text, out DateTime date) => DateTime.TryParseExact(
        text, _format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    [GeneratedRegex(@"^NOW(?<offset>[+-]\d+(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?)*$")]
    private static partial Regex Now();

    [GeneratedRegex(@"^(?<count>[+-]\d+)(?<unit>YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)")]
    private static partial Regex Offset();
}
