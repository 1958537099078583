using Fanout.Infra.Blocks;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>
/// What the function reports of a batch, and what is added up of many: <c>{readings, healthy, anomalous, duplicates,
/// anomalies: {type: count}, rejectedCount, reasons: {fault: count}, rejected: [{reading, reason}]}</c>. The counts are complete; of the rejected
/// readings a sum names those that fit, the reports in the results bucket name all.
/// </summary>
internal static class BatchReports
{
    /// <summary>An expression that adds reports up.</summary>
    /// <param name="reports">An expression for an array of them, which may be empty.</param>
    /// <param name="bytesOfRejected">How many bytes the rejected readings may take as JSON.</param>
    public static string Sum(string reports, int bytesOfRejected) =>
        $$$"""
        ({{{Payload.DefineBytes}}}
          $reports := {{{reports}}};
          {'readings': $sum([0, $reports.readings]),
           'healthy': $sum([0, $reports.healthy]),
           'anomalous': $sum([0, $reports.anomalous]),
           'duplicates': $sum([0, $reports.duplicates]),
           'anomalies': [$reports.anomalies.$each(function($count, $type) {{'type': $type, 'count': $count}})]{type: $sum(count)},
           'rejectedCount': $sum([0, $reports.rejectedCount]),
           'reasons': [$reports.reasons.$each(function($count, $fault) {{'fault': $fault, 'count': $count}})]{fault: $sum(count)},
           'rejected': {{{Payload.Fitting("$reports.rejected", bytesOfRejected)}}}})
        """;

    /// <summary>An expression for the execution's output, from <c>{readings, summaries}</c> and the variables date and manifest.</summary>
    public static string Report(SensorAnalyticsResources resources) =>
        $$"""
        ($total := {{Sum("$states.input.summaries", MapRunSum.BytesOfAllItems)}};
          {'date': $date,
           'manifest': $manifest,
           'readings': $states.input.readings,
           'healthy': $total.healthy,
           'anomalous': $total.anomalous,
           'duplicates': $total.duplicates,
           'anomalies': $total.anomalies,
           'rejected': {'count': $total.rejectedCount, 'reasons': $total.reasons, 'readings': $total.rejected},
           'failed': $states.input.readings - $total.readings,
           'results': {{Jsonata.Literal($"s3://{resources.ResultsBucket}/{MapRunResults.Prefix}")}} & $states.context.Execution.Name & '/'})
        """;
}
