using System.Text.Json;
using Fanout.Infra.Workflows.SensorAnalytics;
using Fanout.Samples.SensorAnalytics;

namespace Fanout.Tests.Functions.SensorAnalytics;

public class SampleTests
{
    private static readonly SensorFleet Fleet = new(Devices: 40, new DateOnly(2026, 1, 30), Days: 3, ReadingsPerDay: 100);

    [Test]
    public async Task The_function_finds_what_the_generator_made()
    {
        using var function = new FunctionUnderTest();

        var result = await function.HandleAsync(FunctionUnderTest.Batch(SensorAnalyticsSample.Generate(Fleet).Select(Item)));

        var expected = SensorAnalyticsSample.Expected(Fleet, SensorLimits.Default);
        var anomalies = result.GetProperty("anomalies");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("readings").GetInt64(), Is.EqualTo(expected.Readings));
            Assert.That(result.GetProperty("healthy").GetInt64(), Is.EqualTo(expected.Healthy));
            Assert.That(result.GetProperty("anomalous").GetInt64(), Is.EqualTo(expected.Anomalous));
            Assert.That(anomalies.GetProperty("temperature_spike").GetInt64(), Is.EqualTo(expected.TemperatureSpikes));
            Assert.That(anomalies.GetProperty("humidity_anomaly").GetInt64(), Is.EqualTo(expected.HumidityAnomalies));
            Assert.That(anomalies.GetProperty("low_battery").GetInt64(), Is.EqualTo(expected.LowBatteries));
            Assert.That(result.GetProperty("rejectedCount").GetInt64(), Is.EqualTo(expected.Malformed.Values.Sum()));
            Assert.That(result.GetProperty("duplicates").GetInt64(), Is.Zero);
            Assert.That(function.DynamoDb.Items, Has.Count.EqualTo(expected.Healthy + expected.Anomalous));
        }
    }

    private static string Item(SampleReading reading) => JsonSerializer.Serialize(
        ReadingsSchema.Columns.Zip(reading.ToCsv().Split(',')).ToDictionary(pair => pair.First, pair => pair.Second));
}
