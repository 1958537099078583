using Fanout.Functions.SensorAnalytics.Anomalies;
using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>What a batch holds: a summary of each reading, and the readings that cannot be analyzed.</summary>
/// <param name="Summaries">One of each device and time: the last where the batch holds several.</param>
/// <param name="Rejected">The readings that cannot be analyzed.</param>
/// <param name="Duplicates">How many readings were folded into another of the same device and time.</param>
internal sealed record Analysis(
    IReadOnlyList<Summary> Summaries, IReadOnlyList<Rejection> Rejected, int Duplicates)
{
    /// <summary>Analyzes a batch; depends on nothing else, neither the clock nor chance.</summary>
    public static Analysis Of(Batch batch, AnomalyRules rules)
    {
        var count = batch.Items.GetArrayLength();
        var summaries = new List<Summary>(count);
        var rejected = new List<Rejection>();
        var positions = new Dictionary<(string, DateTime), int>(count);
        foreach (var item in batch.Items.EnumerateArray())
        {
            if (Reading.TryRead(item, out var reasons) is not { } reading)
            {
                rejected.Add(new Rejection(item, reasons!));
                continue;
            }

            var summary = new Summary(reading, batch.AnalysisDate, rules.Find(reading));
            if (positions.TryAdd((reading.DeviceId, reading.Time), summaries.Count))
            {
                summaries.Add(summary);
            }
            else
            {
                summaries[positions[(reading.DeviceId, reading.Time)]] = summary;
            }
        }

        return new Analysis(summaries, rejected, count - summaries.Count - rejected.Count);
    }
}
