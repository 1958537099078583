using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// The state that runs a roll-up's query for <c>$states.input.date</c>: <c>{rollUp, queryExecutionId, result,
/// bytesScanned}</c>, or <c>{rollUp, error}</c> where it failed, which leaves the others to go on.
/// </summary>
internal static class RollUpQuery
{
    /// <summary>The variable that holds how many characters an error may have.</summary>
    public const string LongestError = "longestError";

    // "Service quotas" of Athena: a query of data may take 30 minutes, and wait before it.
    private const int LongestQuerySeconds = 3_600;

    public static TaskState Run(RollUp rollUp, MeterAnalyticsResources resources, string onFailure) => new()
    {
        Resource = Integration.AthenaStartQueryExecutionSync,
        Arguments = new JsonObject
        {
            ["QueryString"] = Jsonata.Of(rollUp.Query("$states.input.date")),
            ["QueryExecutionContext"] = new JsonObject { ["Database"] = resources.Database },
            ["WorkGroup"] = resources.WorkGroup,
        },
        TimeoutSeconds = LongestQuerySeconds,
        Output = Jsonata.Of(
            $$"""
            ($query := $states.result.QueryExecution;
              {'rollUp': '{{rollUp.Period}}',
               'queryExecutionId': $query.QueryExecutionId,
               'result': $query.ResultConfiguration.OutputLocation,
               'bytesScanned': $query.Statistics.DataScannedInBytes})
            """),
        Retry =
        [
            // After up to 5, 10, 20, 40 and 80 seconds: queries of others may take the account's room.
            new Retrier(ErrorName.TransientAthenaErrors)
            {
                IntervalSeconds = 5,
                MaxAttempts = 5,
                BackoffRate = 2,
                JitterStrategy = "FULL",
            },

            // A query that S3 slowed down fails under the same name as one that is wrong.
            new Retrier(ErrorName.TaskFailed) { IntervalSeconds = 5, MaxAttempts = 1, JitterStrategy = "FULL" },
        ],
        Catch = [new Catcher(ErrorName.All) { Output = Jsonata.Of(Failure(rollUp)), Next = onFailure }],
        End = true,
    };

    // A query that failed is described as JSON; a call that was refused, by a sentence.
    private static string Failure(RollUp rollUp) =>
        $$"""
        ($cause := $string($states.errorOutput.Cause);
          $id := $match($cause, /"QueryExecutionId":"([^"]*)"/)[0].groups[0];
          $reason := $match($cause, /"StateChangeReason":("(?:[^\\"]|\\.)*")/)[0].groups[0];
          {'rollUp': '{{rollUp.Period}}',
           'error': $substring(
             ($exists($id) ? 'query ' & $id & ': ' : '') & $states.errorOutput.Error & ': ' & ($exists($reason) ? $parse($reason) : $cause),
             0, ${{LongestError}})})
        """;
}
