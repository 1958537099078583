using System.Globalization;
using System.Text.RegularExpressions;

namespace Fanout.Local.Schedules;

/// <summary>When a schedule fires ("Schedule types in EventBridge Scheduler"): <c>rate</c>, <c>cron</c> or <c>at</c>.</summary>
internal static partial class ScheduleExpression
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    // What a field may hold beside numbers, names, commas, hyphens, slashes and *.
    private static readonly (string Name, int First, int Last, string[] Names, Regex? More)[] Fields =
    [
        ("minutes", 0, 59, [], null),
        ("hours", 0, 23, [], null),
        ("day-of-month", 1, 31, [], DayOfMonth()),
        ("month", 1, 12, Months, null),
        ("day-of-week", 1, 7, Days, DayOfWeek()),
        ("year", 1970, 2199, [], null),
    ];

    /// <summary>Checks an expression.</summary>
    /// <exception cref="LocalException">The service would refuse it.</exception>
    public static void Check(string expression)
    {
        var parsed = Form().Match(expression);
        var body = parsed.Groups["body"].Value;
        switch (parsed.Groups["type"].Value)
        {
            case "rate" when Rate().IsMatch(body):
                break;
            case "rate":
                throw Invalid(expression, "a rate is a positive whole number and minutes, hours or days, such as rate(5 minutes)");
            case "at" when DateTime.TryParseExact(body, "s", CultureInfo.InvariantCulture, DateTimeStyles.None, out _):
                break;
            case "at":
                throw Invalid(expression, "a time is written as at(2022-01-31T03:30:00)");
            case "cron":
                CheckCron(expression, body.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                break;
            default:
                throw Invalid(expression, "allowed: rate(value unit), cron(fields) and at(yyyy-mm-ddThh:mm:ss)");
        }
    }

    private static void CheckCron(string expression, string[] fields)
    {
        if (fields.Length != Fields.Length)
        {
            throw Invalid(
                expression, $"cron has {fields.Length} fields and needs six: {string.Join(' ', Fields.Select(field => field.Name))}");
        }

        foreach (var (field, value) in Fields.Zip(fields))
        {
            if (!value.Split(',').All(part => IsPart(part, field.First, field.Last, field.Names) || field.More?.IsMatch(part) == true))
            {
                throw Invalid(
                    expression, $"the field {field.Name} is \"{value}\"; allowed: * or values from {field.First} to {field.Last}");
            }
        }

        if ((fields[2] == "?") == (fields[4] == "?"))
        {
            throw Invalid(expression, "exactly one of day-of-month and day-of-week must be ?");
        }
    }

    private static bool IsPart(string part, int first, int last, string[] names)
    {
        var step = part.Split('/');
        if (step.Length > 2 || (step.Length == 2 && !(int.TryParse(step[1], NumberStyles.None, CultureInfo.InvariantCulture, out var by) && by > 0)))
        {
            return false;
        }

        var range = step[0].Split('-');
        return step[0] == "*" || (range.Length <= 2 && range.All(value => NumberOf(value, names) is { } number && number >= first && number <= last));
    }

    private static int? NumberOf(string value, string[] names) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Array.FindIndex(names, name => name.Equals(value, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? index + 1
        : null;

    private static LocalException Invalid(string expression, string why) =>
        new($"Invalid Schedule Expression {expression}: {why}.");

    [GeneratedRegex(@"^(?<type>rate|cron|at)\((?<body>[^()]*)\)\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"^0*[1-9]\d* (minute|hour|day)s?\z")]
    private static partial Regex Rate();

    [GeneratedRegex(@"^(\?|L|LW|(0?[1-9]|[12]\d|3[01])W)\z")]
    private static partial Regex DayOfMonth();

    [GeneratedRegex(@"^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))\z", RegexOptions.IgnoreCase)]
    private static partial Regex DayOfWeek();
}
