using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// What an execution is started with: <c>{"date_run": "YYYY/MM/DD"}</c>, one day, or <c>{"from": "YYYY/MM/DD", "to":
/// "YYYY/MM/DD"}</c>, a range of days with both its ends.
/// </summary>
internal static class DaysInput
{
    /// <summary>The field of the input that names one day.</summary>
    public const string DateRun = "date_run";

    /// <summary>The date_run that means the day before the execution starts (UTC).</summary>
    public const string Yesterday = "0000/00/00";

    private const string DayPicture = "'[Y0001]/[M01]/[D01]'";
    private const int DayMilliseconds = 24 * 60 * 60 * 1000;

    /// <summary>Reads the input: <c>{days: [{date, endsMonth}]}</c>, or <c>{problem}</c>, a sentence.</summary>
    public static PassState Read(MeterAnalyticsSettings settings, string next) => new()
    {
        // An execution's start stays what it is when the execution is redriven: yesterday stays the same day.
        Output = Jsonata.Of(
            $$"""
            ($input := $states.input;
              $isObject := $type($input) = 'object';
              $names := $isObject ? $keys($input) : [];
              $others := $names[$not($ in ['date_run', 'from', 'to'])];
              $isDay := function($text) {
                $type($text) != 'string' ? false
                  : $not($contains($text, /^[0-9]{4}\/[0-9]{2}\/[0-9]{2}$/)) ? false
                  : $fromMillis($toMillis($text, {{DayPicture}}), {{DayPicture}}) = $text };
              $wrong := function($name, $value) {
                $not($exists($value)) ? 'The input lacks ' & $name & '.'
                : $not($isDay($value)) ? 'The ' & $name & ' is ' & $substring($string($value), 0, 100) & ', but must be a day of the calendar such as 2022/01/31.'
                : $value < '{{settings.FirstYear}}/01/01' or $value > '{{settings.LastYear}}/12/31'
                  ? 'The ' & $name & ' is ' & $value & ', but the table of readings has the years {{settings.FirstYear}} to {{settings.LastYear}}.' };
              $run := 'date_run' in $names
                ? ($input.date_run = '{{Yesterday}}'
                  ? $fromMillis($toMillis($states.context.Execution.StartTime) - {{DayMilliseconds}}, {{DayPicture}})
                  : $input.date_run);
              $range := $exists($run) ? {'from': $run, 'to': $run} : $isObject ? $input;
              $problem :=
                $not($isObject) ? 'The input must be an object, but is of the type ' & $type($input) & '.'
                : $count($others) > 0 ? 'The input has the field ' & $others[0] & ', which has no meaning.'
                : $count($names) = 0 ? 'The input names no day.'
                : $exists($run) and $count($names) > 1 ? 'The input has date_run and a range, but may have one of them only.'
                : $exists($run) ? $wrong('date_run', $run)
                : [$wrong('from', $range.from), $wrong('to', $range.to)][0];
              $first := $exists($problem) ? 0 : $toMillis($range.from, {{DayPicture}});
              $days := $exists($problem) ? 0 : ($toMillis($range.to, {{DayPicture}}) - $first) / {{DayMilliseconds}} + 1;
              $exists($problem) ? {'problem': $problem}
              : $days < 1 ? {'problem': 'The range is from ' & $range.from & ' to ' & $range.to & ', which is before it.'}
              : $days > {{settings.LongestRangeDays}} ? {'problem': 'The range has ' & $string($days) & ' days, but may have {{settings.LongestRangeDays}}.'}
              : {'days': [[0..$days - 1].(
                  $millis := $first + $ * {{DayMilliseconds}};
                  {'date': $fromMillis($millis, {{DayPicture}}),
                   'endsMonth': $fromMillis($millis + {{DayMilliseconds}}, '[D01]') = '01'})]})
            """),
        Next = next,
    };

    /// <summary>Ends with the problem and what the input must be.</summary>
    public static FailState Refuse(MeterAnalyticsSettings settings) => new()
    {
        Error = "InvalidInput",
        Cause = Jsonata.Of($"$states.input.problem & {Jsonata.Literal(Usage(settings.LongestRangeDays))}"),
    };

    private static string Usage(int longestRangeDays) =>
        $$""" Give {"date_run": "YYYY/MM/DD"} for one day, where "{{Yesterday}}" is the day before the execution starts (UTC), or {"from": "YYYY/MM/DD", "to": "YYYY/MM/DD"} for a range of up to {{longestRangeDays}} days.""";
}
