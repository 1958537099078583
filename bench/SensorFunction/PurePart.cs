using Fanout.Functions.SensorAnalytics;
using Fanout.Functions.SensorAnalytics.Anomalies;

namespace Fanout.Bench.SensorFunction;

/// <summary>All that the function does without a network: reads a batch, judges it, makes the items and the result.</summary>
internal sealed class PurePart(byte[] input)
{
    private readonly AnomalyRules _rules = new(
        new Threshold(-10, "-10"), new Threshold(35, "35"), new Threshold(5, "5"), new Threshold(95, "95"), new Threshold(20, "20"));

    /// <summary>Handles the batch once.</summary>
    public void Run()
    {
        using var batch = Batch.Read(input);
        var analysis = Analysis.Of(batch, _rules);
        foreach (var summary in analysis.Summaries)
        {
            _ = SummaryItem.Of(summary);
        }

        _ = Report.Of(batch, analysis);
    }
}
