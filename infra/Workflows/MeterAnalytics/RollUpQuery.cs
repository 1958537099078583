using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
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

    public static TaskState Run(RollUp rollUp, MeterAnalyticsResources resources, string onFailure) =>
        Run(rollUp.Period, rollUp.Query("$states.input.date"), resources.Database, resources.WorkGroup, onFailure, next: null);

    /// <summary>A query under a name of its own, such as a roll-up's.</summary>
    /// <param name="name">The roll-up, or what else the query is for.</param>
    /// <param name="query">An expression for its text.</param>
    /// <param name="database">The database of its tables.</param>
    /// <param name="workGroup">The workgroup that it runs in.</param>
    /// <param name="onFailure">The state that gets the failure.</param>
    /// <param name="next">The state that follows; null where none does.</param>
    /// <param name="assign">The variables that it assigns.</param>
    public static TaskState Run(string name, string query, string database, string workGroup, string onFailure, string? next, JsonObject? assign = null) =>
        AthenaQuery.Run(query, database, workGroup) with
        {
            Output = Jsonata.Of(
                $$"""
                ($query := $states.result.QueryExecution;
                  {'rollUp': '{{name}}',
                   'queryExecutionId': $query.QueryExecutionId,
                   'result': $query.ResultConfiguration.OutputLocation,
                   'bytesScanned': $query.Statistics.DataScannedInBytes})
                """),
            Retry =
            [
                // After up to 20 and 100 seconds: queries of others may take the account's room. Each attempt more would be
                // 3,330 events of the history of a leap year, which has room for 25,000.
                new Retrier(ErrorName.TransientAthenaErrors)
                {
                    IntervalSeconds = 20,
                    MaxAttempts = 2,
                    BackoffRate = 5,
                    JitterStrategy = "FULL",
                },

                // A query that S3 slowed down fails under the same name as one that is wrong.
                new Retrier(ErrorName.TaskFailed) { IntervalSeconds = 5, MaxAttempts = 1, JitterStrategy = "FULL" },
            ],
            Assign = assign,
            Catch = [OnFailure(name, onFailure)],
            Next = next,
            End = next is null,
        };

    /// <summary>Gives what failed to a state: <c>{rollUp, error}</c>.</summary>
    public static Catcher OnFailure(string name, string next) =>
        new(ErrorName.All) { Output = Jsonata.Of(Failure(name)), Next = next };

    // A query that failed is described as JSON; a call that was refused, by a sentence.
    private static string Failure(string name) =>
        $$"""
        ($cause := {{Cause.Caught}};
          $id := $match($cause, /"QueryExecutionId":"([^"]*)"/)[0].groups[0];
          $reason := $match($cause, /"StateChangeReason":("(?:[^\\"]|\\.)*")/)[0].groups[0];
          {'rollUp': '{{name}}',
           'error': $substring(
             ($exists($id) ? 'query ' & $id & ': ' : '') & $states.errorOutput.Error & ': ' & {{Cause.Of("($exists($reason) ? $parse($reason) : $cause)")}},
             0, ${{LongestError}})})
        """;
}
