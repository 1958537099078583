using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// Counts the readings of a day, <c>{date}</c>, and says what became of them: <c>{audit: {queryExecutionId, bytesScanned,
/// readings, used, repeated, unused, reasons: {reason: readings}, file}}</c>, where <c>file</c> has the first reading that
/// is not used; <c>reasons</c> and <c>file</c> are only there where a range is short and readings are not used. The
/// query's result lists every such reading, and every line of the customers that cannot be cut. A queue is told of each day that has any.
/// </summary>
internal static class Audit
{
    /// <summary>The variable that says whether a day tells reasons and a file: what is told of a year would be too long.</summary>
    public const string TellsReasons = "tellsReasons";

    private const string CountReadings = "Count readings";
    private const string ReadCounts = "Read counts";
    private const string AnyUnused = "Is any reading not used?";
    private const string ReportUnused = "Report unused readings";
    private const string Counted = "Readings counted";
    private const string NotCounted = "Readings not counted";
    private const string Name = "audit";

    // A row for each of the eleven reasons, with "used" and "repeated", after the line of names.
    private const int Rows = 12;

    // Counts come first: the first rows of a result are all that the machine reads of it. Where there are fewer of them,
    // lines follow, and what the machine reads must stay below the 262,144 bytes of a payload.
    private const string Select =
        """
        SELECT part, reason, readings, file, line FROM (
          SELECT 0 AS part, coalesce(reason, 'used') AS reason, count(*) AS readings, min(path) AS file, '' AS line
          FROM judged GROUP BY coalesce(reason, 'used')
          UNION ALL
          SELECT 1 AS part, reason, 1 AS readings, path AS file, substr(line, 1, 2000) AS line FROM judged WHERE reason IS NOT NULL
          UNION ALL
          SELECT 1 AS part, flaw AS reason, 0 AS readings, path AS file, substr(line, 1, 2000) AS line FROM customer WHERE flaw IS NOT NULL
        ) AS told ORDER BY 1, 2, 4, 5
        """;

    public static StateGroup Create(MeterAnalyticsResources resources) => new()
    {
        StartAt = CountReadings,
        States =
        {
            [CountReadings] = Query(resources),
            [ReadCounts] = new TaskState
            {
                Resource = Integration.AthenaGetQueryResults,
                Arguments = new JsonObject
                {
                    ["QueryExecutionId"] = Jsonata.Of("$query.queryExecutionId"),
                    ["MaxResults"] = Rows,
                },
                Output = Jsonata.Of(Counts),
                Retry = [new Retrier(ErrorName.TransientAthenaErrors) { IntervalSeconds = 5, MaxAttempts = 2, JitterStrategy = "FULL" }],
                Catch = [RollUpQuery.OnFailure(Name, NotCounted)],
                Next = AnyUnused,
            },
            [AnyUnused] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$states.input.unused > 0"), ReportUnused)],
                Default = Counted,
            },
            [ReportUnused] = new TaskState
            {
                Resource = Integration.SqsSendMessage,
                Arguments = new JsonObject
                {
                    ["QueueUrl"] = resources.RejectedLinesQueueUrl,
                    ["MessageBody"] = Jsonata.Of(
                        """
                        $string($merge([{'date': $query.date, 'execution': $states.context.Execution.Id, 'result': $query.result}, $states.input]))
                        """),
                },
                Output = Jsonata.Of(Told),
                Retry = [new Retrier(ErrorName.TaskFailed) { IntervalSeconds = 5, MaxAttempts = 2, JitterStrategy = "FULL" }],
                Catch = [RollUpQuery.OnFailure(Name, NotCounted)],
                End = true,
            },
            [Counted] = new SucceedState { Output = Jsonata.Of(Told) },
            [NotCounted] = new SucceedState(),
        },
    };

    private static string Counts =>
        $$"""
        ($counted := [$states.result.ResultSet.Rows[Data[0].VarCharValue = '0'].
            {'reason': Data[1].VarCharValue, 'readings': $number(Data[2].VarCharValue), 'file': Data[3].VarCharValue}];
          $unused := [$counted[$not(reason in ['used', '{{ReadingLines.Repeated}}'])]];
          {'readings': $sum([$counted.readings]),
           'used': $sum([$counted[reason = 'used'].readings]),
           'repeated': $sum([$counted[reason = '{{ReadingLines.Repeated}}'].readings]),
           'unused': $sum([$unused.readings]),
           'reasons': $merge([$unused.{reason: readings}]),
           'files': $merge([$unused.{reason: file}])})
        """;

    private static string Told =>
        $$"""
        ($input := $states.input;
          {'audit': $merge([
            {'queryExecutionId': $query.queryExecutionId, 'bytesScanned': $query.bytesScanned, 'readings': $input.readings,
             'used': $input.used, 'repeated': $input.repeated, 'unused': $input.unused},
            ${{TellsReasons}} and $input.unused > 0 ? {'reasons': $input.reasons, 'file': $sort($each($input.files, function($file) {$file}))[0]} : {}])})
        """;

    private static TaskState Query(MeterAnalyticsResources resources) => RollUpQuery.Run(
        Name,
        ReadingLines.Query("$states.input.date", partitionKeys: MeteringSchema.PartitionKeys.Count, Select),
        resources.Database,
        resources.AuditWorkGroup,
        NotCounted,
        ReadCounts,
        new JsonObject
        {
            ["query"] = Jsonata.Of(
                """
                ($query := $states.result.QueryExecution;
                  {'date': $states.input.date,
                   'queryExecutionId': $query.QueryExecutionId,
                   'result': $query.ResultConfiguration.OutputLocation,
                   'bytesScanned': $query.Statistics.DataScannedInBytes})
                """),
        });
}
