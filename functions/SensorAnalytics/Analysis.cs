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
        var summaries = new List<Summary>(batch.Readings.Count);
        var positions = new Dictionary<(string, DateTime), int>(batch.Readings.Count);
        foreach (var reading in batch.Readings)
        {
            var summary = new Summary(reading, rules.Find(reading));
            if (positions.TryAdd((reading.DeviceId, reading.Time), summaries.Count))
            {
                summaries.Add(summary);
            }
            else
            {
                summaries[positions[(reading.DeviceId, reading.Time)]] = summary;
            }
        }

        return new Analysis(summaries, batch.Readings.Count - summaries.Count);
    }
}
