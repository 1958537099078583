namespace Fanout.Samples.SensorAnalytics;

/// <summary>How many readings of each kind were generated.</summary>
/// <param name="Readings">All of them: the sum of healthy, anomalous and malformed ones.</param>
/// <param name="Healthy">Those without anomaly and fault.</param>
/// <param name="Anomalous">Those with one anomaly or more.</param>
/// <param name="TemperatureSpikes">Those too warm or too cold.</param>
/// <param name="HumidityAnomalies">Those too humid or too dry.</param>
/// <param name="LowBatteries">Those with a low battery.</param>
/// <param name="Malformed">Those with a fault, by its kind; a kind that does not occur is 0.</param>
public sealed record SampleCounts(
    long Readings,
    long Healthy,
    long Anomalous,
    long TemperatureSpikes,
    long HumidityAnomalies,
    long LowBatteries,
    IReadOnlyDictionary<SampleFault, long> Malformed)
{
    /// <summary>Counts readings, one after the other.</summary>
    /// <param name="readings">The readings.</param>
    /// <param name="limits">What is healthy.</param>
    public static SampleCounts Of(IEnumerable<SampleReading> readings, SensorLimits limits)
    {
        long healthy = 0, anomalous = 0;
        var anomalies = Enum.GetValues<SampleAnomalies>().ToDictionary(kind => kind, _ => 0L);
        var malformed = Enum.GetValues<SampleFault>().Where(kind => kind != SampleFault.None).ToDictionary(kind => kind, _ => 0L);
        foreach (var reading in readings)
        {
            if (reading.Fault != SampleFault.None)
            {
                malformed[reading.Fault]++;
                continue;
            }

            var found = limits.Of(reading);
            healthy += found == SampleAnomalies.None ? 1 : 0;
            anomalous += found == SampleAnomalies.None ? 0 : 1;
            foreach (var kind in anomalies.Keys)
            {
                anomalies[kind] += found.HasFlag(kind) ? 1 : 0;
            }
        }

        return new SampleCounts(
            healthy + anomalous + malformed.Values.Sum(),
            healthy,
            anomalous,
            anomalies[SampleAnomalies.TemperatureSpike],
            anomalies[SampleAnomalies.HumidityAnomaly],
            anomalies[SampleAnomalies.LowBattery],
            malformed);
    }
}
