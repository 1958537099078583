namespace Fanout.Samples.SensorAnalytics;

/// <summary>The anomalies that a generated reading was given.</summary>
[Flags]
public enum SampleAnomalies
{
    /// <summary>None: the reading is healthy.</summary>
    None = 0,

    /// <summary>Above 35 °C or below -10 °C.</summary>
    TemperatureSpike = 1,

    /// <summary>Above 95 % or below 5 %.</summary>
    HumidityAnomaly = 2,

    /// <summary>Below 20 %.</summary>
    LowBattery = 4,
}
