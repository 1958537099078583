using Fanout.Functions.SensorAnalytics.Anomalies;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>What the readings of a batch say: a summary of each.</summary>
/// <param name="Summaries">One of each device and time: the last where the batch holds several.</param>
/// <param name="Duplicates">How many readings were folded into another of the same device and time.</param>
internal sealed record Analysis(IReadOnlyList<Summary> Summaries, int Duplicates)
{
    /// <summary>Analyzes a batch; depends on nothing else, neither the clock nor chance.</summary>
    public static Analysis Of(Batch batch, AnomalyRules rules)
    {
        var summaries = new OrderedDictionary<(string, DateTime), Summary>(batch.Readings.Count);
        foreach (var reading in batch.Readings)
        {
            summaries[(reading.DeviceId, reading.Time)] = new Summary(reading, rules.Find(reading));
        }

        return new Analysis(summaries.Values, batch.Readings.Count - summaries.Count);
    }
}
