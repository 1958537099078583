namespace Fanout.Functions.SensorAnalytics.Anomalies;

/// <summary>The kinds of anomalies, as the stored items name them.</summary>
internal static class AnomalyType
{
    /// <summary>Warmer or colder than allowed.</summary>
    public const string TemperatureSpike = "temperature_spike";

    /// <summary>More humid or drier than allowed.</summary>
    public const string HumidityAnomaly = "humidity_anomaly";

    /// <summary>A battery with less charge than allowed.</summary>
    public const string LowBattery = "low_battery";

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<string> All { get; } = [TemperatureSpike, HumidityAnomaly, LowBattery];
}
