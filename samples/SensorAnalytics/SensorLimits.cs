using System.Globalization;
using Fanout.Infra.Settings;

namespace Fanout.Samples.SensorAnalytics;

/// <summary>What a healthy sensor measures, as the settings of sensor-analytics say; a value on a limit is healthy.</summary>
/// <param name="TemperatureMinimum">In °C.</param>
/// <param name="TemperatureMaximum">In °C.</param>
/// <param name="HumidityMinimum">In percent.</param>
/// <param name="HumidityMaximum">In percent.</param>
/// <param name="BatteryMinimum">In percent.</param>
public sealed record SensorLimits(
    decimal TemperatureMinimum, decimal TemperatureMaximum, decimal HumidityMinimum, decimal HumidityMaximum, decimal BatteryMinimum)
{
    /// <summary>Those of a stack that sets none; the generator's spikes pass them.</summary>
    public static readonly SensorLimits Default = new(-10, 35, 5, 95, 20);

    /// <summary>Those of a stack.</summary>
    public static SensorLimits Of(SensorAnalyticsSettings settings) => new(
        settings.TemperatureMinimum, settings.TemperatureMaximum, settings.HumidityMinimum, settings.HumidityMaximum, settings.BatteryMinimum);

    /// <summary>The anomalies of a reading; none where it has a fault.</summary>
    public SampleAnomalies Of(SampleReading reading) => reading.Fault != SampleFault.None
        ? SampleAnomalies.None
        : (IsWithin(reading.Temperature, TemperatureMinimum, TemperatureMaximum) ? 0 : SampleAnomalies.TemperatureSpike)
            | (IsWithin(reading.Humidity, HumidityMinimum, HumidityMaximum) ? 0 : SampleAnomalies.HumidityAnomaly)
            | (IsWithin(reading.BatteryLevel, BatteryMinimum, decimal.MaxValue) ? 0 : SampleAnomalies.LowBattery);

    private static bool IsWithin(string measured, decimal lowest, decimal highest) =>
        decimal.Parse(measured, CultureInfo.InvariantCulture) is var value && value >= lowest && value <= highest;
}
