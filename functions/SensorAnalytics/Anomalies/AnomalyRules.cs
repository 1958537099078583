using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Functions.SensorAnalytics.Anomalies;

/// <summary>What counts as an anomaly; a value on its threshold is healthy.</summary>
/// <param name="TemperatureMin">The coldest that is healthy, in °C.</param>
/// <param name="TemperatureMax">The warmest that is healthy, in °C.</param>
/// <param name="HumidityMin">The driest that is healthy, in percent.</param>
/// <param name="HumidityMax">The most humid that is healthy, in percent.</param>
/// <param name="BatteryMin">The least charge that is healthy, in percent.</param>
internal sealed record AnomalyRules(
    Threshold TemperatureMin,
    Threshold TemperatureMax,
    Threshold HumidityMin,
    Threshold HumidityMax,
    Threshold BatteryMin)
{
    /// <summary>Finds the anomalies of a reading, at most one of each type.</summary>
    public IReadOnlyList<Anomaly> Find(Reading reading)
    {
        var temperature = Outside(AnomalyType.TemperatureSpike, reading.Temperature, TemperatureMin, TemperatureMax);
        var humidity = Outside(AnomalyType.HumidityAnomaly, reading.Humidity, HumidityMin, HumidityMax);
        var battery = Below(AnomalyType.LowBattery, reading.BatteryLevel, BatteryMin);

        // Most readings are healthy, and those allocate nothing here.
        return (temperature ?? humidity ?? battery) is null
            ? []
            : [.. new[] { temperature, humidity, battery }.OfType<Anomaly>()];
    }

    private static Anomaly? Outside(string type, Measurement value, Threshold lowest, Threshold highest)
    {
        var number = value.ToDouble();
        return number > highest.Value ? new Anomaly(type, value, highest)
            : number < lowest.Value ? new Anomaly(type, value, lowest)
            : null;
    }

    private static Anomaly? Below(string type, Measurement value, Threshold lowest) =>
        value.ToDouble() < lowest.Value ? new Anomaly(type, value, lowest) : null;
}
