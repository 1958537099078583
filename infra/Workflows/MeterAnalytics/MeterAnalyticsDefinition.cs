using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// The state machine of meter-analytics: rolls up the energy of one day or of a range of days, each by queries that run
/// at the same time. Output <c>{from, to, queries, bytesScanned, days: [{date, rollUps: [{rollUp, queryExecutionId,
/// result, bytesScanned}], audit}]}</c> with what <see cref="Audit"/> counts, and the sums of its counts beside the
/// queries. Where queries fail, the others go on, and the execution ends with an error that names those that failed; so
/// it does where more of a day's readings are not used than is tolerated.
/// </summary>
public static class MeterAnalyticsDefinition
{
    // Of a year's errors this is what fits into an output together, each character as one or two bytes.
    private const int CharactersOfErrors = 80_000;
    private const int LongestError = 1_000;

    // "Fail workflow state": a cause has up to 32,768 characters. A failure has 23 beside its error, such as
    // "2022/01/31 by month: " and what parts it from the next one.
    private const int CharactersOfCause = 32_000;
    private const int CharactersOfName = 23;

    // What is said of rejected readings before the days.
    private const int CharactersOfRejections = 300;
    private const string ReadInput = "Read input";
    private const string CheckInput = "Check input";
    private const string InvalidInput = "Invalid input";
    private const string ForEachDay = "For each day";
    private const string AnyFailed = "Did any query fail?";
    private const string QueriesFailed = "Queries failed";
    private const string AnyRejected = "Are too many readings not used?";
    private const string ReadingsRejected = "Readings rejected";
    private const string Done = "Done";

    // What is told of a day beside its roll-ups has up to 150 bytes, and up to 700 with reasons and a file.
    private const int DaysWithReasons = 62;

    /// <summary>Builds the definition.</summary>
    /// <param name="settings">The workflow's settings.</param>
    /// <param name="resources">What the machine works with.</param>
    public static StateMachineDefinition Create(MeterAnalyticsSettings settings, MeterAnalyticsResources resources) => new()
    {
        Comment = "Rolls up the electricity readings of a day, or of each day of a range, by hour, day and month",
        StartAt = ReadInput,
        States =
        {
            [ReadInput] = DaysInput.Read(settings, CheckInput),
            [CheckInput] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$exists($states.input.problem)"), InvalidInput)],
                Assign = new JsonObject
                {
                    [RollUpQuery.LongestError] = Jsonata.Of(
                        $"$min([{LongestError}, $floor({CharactersOfErrors} / (2 * $count($states.input.days)))])"),
                    [Audit.TellsReasons] = Jsonata.Of($"$count($states.input.days) <= {DaysWithReasons}"),
                },
                Default = ForEachDay,
            },
            [InvalidInput] = DaysInput.Refuse(settings),
            [ForEachDay] = new MapState
            {
                Items = Jsonata.Of("$states.input.days"),
                MaxConcurrency = settings.ConcurrentDays,
                ItemProcessor = DayProcessor.Create(resources),
                Next = AnyFailed,
            },
            [AnyFailed] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$exists($states.input.rollUps.error)"), QueriesFailed)],
                Default = AnyRejected,
            },
            [QueriesFailed] = new FailState { Error = "QueriesFailed", Cause = Jsonata.Of(Failures) },
            [AnyRejected] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of($"$exists({Rejected(settings)})"), ReadingsRejected)],
                Default = Done,
            },
            [ReadingsRejected] = new FailState { Error = "ReadingsRejected", Cause = Jsonata.Of(Rejections(settings)) },
            [Done] = new SucceedState { Output = Jsonata.Of(Report) },
        },
    };

    private static string Report =>
        """
        {'from': $states.input[0].date,
         'to': $states.input[-1].date,
         'queries': $count($states.input.rollUps) + $count($states.input.audit),
         'bytesScanned': $sum($states.input.rollUps.bytesScanned) + $sum($states.input.audit.bytesScanned),
         'readings': $sum($states.input.audit.readings),
         'used': $sum($states.input.audit.used),
         'repeated': $sum($states.input.audit.repeated),
         'unused': $sum($states.input.audit.unused),
         'days': $states.input}
        """;

    // The days of which a larger share is not used than is tolerated.
    private static string Rejected(MeterAnalyticsSettings settings) =>
        $"$states.input[audit.unused * 100 > audit.readings * {settings.ToleratedRejectedPercentage}]";

    private static string Rejections(MeterAnalyticsSettings settings) =>
        $$"""
        ($days := [{{Rejected(settings)}}];
          $others := [$states.input[$not(date in $days.date)].(date & ': ' & $string(audit.unused) & ' of ' & $string(audit.readings))];
          $rest := $count($others) > 0 ? '. Of the other days: ' & $join($others, '; ') : '';
          $room := $floor(({{CharactersOfCause}} - {{CharactersOfRejections}} - $length($rest)) / $count($days)) - 2;
          'More than {{settings.ToleratedRejectedPercentage}} % of the readings of ' & $string($count($days)) & ' of ' & $string($count($states.input))
            & ' days are not used; those that are have been rolled up. The files named {{MeteringSchema.AuditsPrefix}}<id>.csv in the bucket of the results list each with its reason: '
            & $join($days.$substring(date & ': ' & $string(audit.unused) & ' of ' & $string(audit.readings)
              & ', id ' & audit.queryExecutionId & (audit.reasons ? ' ' & $string(audit.reasons) : ''), 0, $room), '; ')
            & $rest)
        """;

    private static string Failures =>
        $$"""
        ($failed := $states.input.($date := date; rollUps[$exists(error)].{'name': $date & ' by ' & rollUp, 'error': error});
          $room := $floor({{CharactersOfCause}} / $count($failed)) - {{CharactersOfName}};
          $string($count($failed)) & ' of ' & $string($count($states.input.rollUps) + $count($states.input.audit.queryExecutionId))
            & ' queries failed; the results of the others are kept, and running the same days again changes nothing of them: '
            & $join($failed.(name & ': ' & $substring(error, 0, $room)), '; '))
        """;
}
