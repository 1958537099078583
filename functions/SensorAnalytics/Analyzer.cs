using Fanout.Functions.Common.DynamoDb;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>Analyzes batches of readings: reads, judges, stores and reports.</summary>
/// <param name="settings">The table and the thresholds.</param>
/// <param name="writer">What stores the items.</param>
/// <param name="log">Where lines of structured JSON go.</param>
internal sealed class Analyzer(FunctionSettings settings, BatchWriter writer, TextWriter log)
{
    /// <summary>Analyzes one batch; see <see cref="Function.Handle"/>.</summary>
    public async Task<Stream> AnalyzeAsync(Stream input, CancellationToken cancellation)
    {
        var batch = await Batch.ReadAsync(input, cancellation);
        var analysis = Analysis.Of(batch, settings.Rules);
        var items = new SummaryItems(batch.AnalysisDate);
        await writer.WriteAllAsync(settings.TableName, analysis.Summaries, items.Of, cancellation);
        var report = Report.Of(batch, analysis);
        foreach (var line in report.LogLines)
        {
            log.WriteLine(line);
        }

        return report.Result;
    }
}
