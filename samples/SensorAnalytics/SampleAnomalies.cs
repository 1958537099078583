namespace Fanout.Samples.SensorAnalytics;

/// <summary>The anomalies of a generated reading, by <see cref="SensorLimits"/>.</summary>
[Flags]
public enum SampleAnomalies
{
    /// <summary>None: the reading is healthy.</summary>
    None = 0,

    /// <summary>Too warm or too cold.</summary>
    TemperatureSpike = 1,

    /// <summary>Too humid or too dry.</summary>
    HumidityAnomaly = 2,

    /// <summary>Too little charge.</summary>
    LowBattery = 4,
}
