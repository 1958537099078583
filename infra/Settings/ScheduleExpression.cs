using System.Globalization;
using System.Text.RegularExpressions;

namespace Fanout.Infra.Settings;

/// <summary>
/// When a schedule fires ("Schedule types in EventBridge Scheduler"): <c>rate</c>, <c>cron</c> or <c>at</c>. Where the page
/// does not say that a form is taken, it is refused.
/// </summary>
public static partial class ScheduleExpression
{
    private const int LongestExpression = 256;

    private static readonly Field Minutes = new("minutes", 0, 59);
    private static readonly Field Hours = new("hours", 0, 23);
    private static readonly Field DayOfMonth = new("day-of-month", 1, 31) { Special = DayOfMonthForms() };
    private static readonly Field Month = new("month", 1, 12)
    {
        Names = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
    };

    private static readonly Field DayOfWeek = new("day-of-week", 1, 7)
    {
        Names = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
        Special = DayOfWeekForms(),
        HasSteps = false,
    };

    private static readonly Field Year = new("year", 1970, 2199);

    private static readonly Field[] Fields = [Minutes, Hours, DayOfMonth, Month, DayOfWeek, Year];

    /// <summary>Why the service would refuse an expression; null where it would not.</summary>
    /// <param name="expression">The expression.</param>
    public static string? ProblemOf(string expression)
    {
        if (expression.Length > LongestExpression)
        {
            return $"it has {expression.Length} characters, and may have {LongestExpression}";
        }

        var parsed = Form().Match(expression);
        var body = parsed.Groups["body"].Value;
        return parsed.Groups["type"].Value switch
        {
            "rate" when Rate().IsMatch(body) => null,
            "rate" =>
                "a rate is a positive whole number of up to nine digits and minutes, hours or days, such as rate(5 minutes), or rate(1 minute) with the unit in the singular",
            "at" when DateTime.TryParseExact(body, "s", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => null,
            "at" => "a time is written as at(2022-01-31T03:30:00)",
            "cron" => ProblemOf(body.Split(' ')),
            _ => "allowed: rate(value unit), cron(fields) and at(yyyy-mm-ddThh:mm:ss)",
        };
    }

    private static string? ProblemOf(string[] fields)
    {
        if (fields.Length != Fields.Length)
        {
            return $"cron has {fields.Length} fields and needs six, with one space between them: {string.Join(' ', Fields.Select(field => field.Name))}";
        }

        foreach (var (field, value) in Fields.Zip(fields))
        {
            if (!field.Takes(value))
            {
                return $"the field {field.Name} is \"{value}\"; allowed: {field.Allowed}";
            }
        }

        if ((fields[2] == "?") == (fields[4] == "?"))
        {
            return "exactly one of day-of-month and day-of-week must be ?";
        }

        var days = fields[fields[2] == "?" ? 4 : 2];
        var months =
            from year in Year.ValuesOf(fields[5])!
            from month in Month.ValuesOf(fields[3])!
            select new DateTime(year, month, 1);
        return months.Any(month => HasDay(month, days))
            ? null
            : $"no month of \"{fields[3]}\" has a day of \"{days}\" in the years of \"{fields[5]}\"";
    }

    // A nearest weekday (W) is asked of a day that the month has; a fifth day of the week (#5) comes after the 28th.
    private static bool HasDay(DateTime month, string days)
    {
        var last = DateTime.DaysInMonth(month.Year, month.Month);
        return NearestWeekday().Match(days) is { Success: true } weekday ? int.Parse(weekday.ValueSpan, CultureInfo.InvariantCulture) <= last
            : days.Split('#') is [var day, "5"] ? Enumerable.Range(28, last - 28).Any(passed =>
                DayOfWeek.ValuesOf(day)!.Contains((int)month.AddDays(passed).DayOfWeek + 1))
            : DayOfMonth.ValuesOf(days) is not { } listed || listed.Min() <= last;
    }

    [GeneratedRegex("^[0-9]+(?=W)")]
    private static partial Regex NearestWeekday();

    [GeneratedRegex(@"^(?<type>rate|cron|at)\((?<body>[^()]*)\)\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"^(1 (minute|hour|day)|([2-9]|[1-9][0-9]{1,8}) (minutes|hours|days))\z")]
    private static partial Regex Rate();

    [GeneratedRegex(@"^(\?|L|LW|([1-9]|[12][0-9]|3[01])W)\z")]
    private static partial Regex DayOfMonthForms();

    [GeneratedRegex(@"^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))\z")]
    private static partial Regex DayOfWeekForms();

    private sealed record Field(string Name, int First, int Last)
    {
        public string[] Names { get; init; } = [];

        /// <summary>What the field may be beside a list of values.</summary>
        public Regex? Special { get; init; }

        public bool HasSteps { get; init; } = true;

        public string Allowed =>
            $"* or values from {First} to {Last}{(Names.Length == 0 ? "" : $", {Names[0]} to {Names[^1]}")}";

        public bool Takes(string value) => Special?.IsMatch(value) == true || ValuesOf(value) is not null;

        /// <summary>The values of a list, or of <c>*</c>; null where it is none.</summary>
        public IReadOnlyList<int>? ValuesOf(string value)
        {
            var parts = value.Split(',');
            var values = parts.Select(part => part.StartsWith('*') && parts.Length > 1 ? null : ValuesOfPart(part)).ToArray();
            return values.Any(part => part is null) ? null : [.. values.SelectMany(part => part!)];
        }

        private IEnumerable<int>? ValuesOfPart(string part)
        {
            if (part.Split('/') is not ([_] or [_, _]) || (part.Contains('/') && !HasSteps))
            {
                return null;
            }

            var (range, step) = part.Split('/') is [var before, var after] ? (before, Digits(after)) : (part, 1);
            (int? First, int? Last) ends = range.Split('-') switch
            {
                ["*"] => (First, Last),
                [var one] => (NumberOf(one), part.Contains('/') ? Last : NumberOf(one)),
                [var first, var last] => (NumberOf(first), NumberOf(last)),
                _ => (null, null),
            };
            return ends is ({ } from, { } to) && from <= to && step is { } by && by >= 1 && by <= Last - First
                ? Enumerable.Range(from, to - from + 1).Where(value => (value - from) % by == 0)
                : null;
        }

        private int? NumberOf(string value) =>
            Array.IndexOf(Names, value) is >= 0 and var index ? First + index
            : Digits(value) is { } number && number >= First && number <= Last ? number
            : null;

        private static int? Digits(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
