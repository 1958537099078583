namespace Fanout.Samples.SensorAnalytics;

/// <summary>A generated reading: the text of its columns, in their order, and what is wrong with it.</summary>
/// <param name="DeviceId">The device, such as <c>sensor-00001</c>.</param>
/// <param name="Timestamp">When it measured: ISO 8601, in UTC.</param>
/// <param name="Temperature">In °C.</param>
/// <param name="Humidity">In percent.</param>
/// <param name="BatteryLevel">In percent.</param>
/// <param name="Latitude">In degrees.</param>
/// <param name="Longitude">In degrees.</param>
/// <param name="Fault">What is wrong with one of its fields.</param>
public sealed record SampleReading(
    string DeviceId,
    string Timestamp,
    string Temperature,
    string Humidity,
    string BatteryLevel,
    string Latitude,
    string Longitude,
    SampleFault Fault)
{
    /// <summary>The reading as a line of CSV without its end, the columns as the table of readings has them; no field needs quotes.</summary>
    public string ToCsv() =>
        $"{DeviceId},{Timestamp},{Temperature},{Humidity},{BatteryLevel},{Latitude},{Longitude}";
}
