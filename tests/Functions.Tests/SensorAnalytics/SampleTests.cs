using System.Text.Json;
using Fanout.Infra.Workflows.SensorAnalytics;
using Fanout.Samples.SensorAnalytics;

namespace Fanout.Tests.Functions.SensorAnalytics;

public class SampleTests
{
    private static readonly SensorFleet Fleet = new(Devices: 40, new DateOnly(2026, 1, 30), Days: 3, ReadingsPerDay: 100);

    [Test]
    public void The_same_seed_gives_the_same_readings_and_another_seed_others()
    {
        var readings = SensorAnalyticsSample.Generate(Fleet).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(SensorAnalyticsSample.Generate(Fleet with { }), Is.EqualTo(readings));
            Assert.That(SensorAnalyticsSample.Generate(Fleet with { Seed = 2 }), Is.Not.EqualTo(readings));
            Assert.That(
                readings.Where(reading => reading.Fault == SampleFault.None).Select(reading => (reading.DeviceId, reading.Timestamp)),
                Is.Unique);
            Assert.That(readings[0].ToCsv(), Does.Match(@"^sensor-00001,2026-01-30T00:00:00\.000Z,(-?\d+\.\d\d,){3}37\.\d{6},-122\.\d{6}$"));
        }
    }

    [Test]
    public void Readings_of_a_device_do_not_depend_on_how_many_devices_and_days_there_are()
    {
        var first = SensorAnalyticsSample.Generate(Fleet with { Devices = 1, Days = 1 });

        Assert.That(SensorAnalyticsSample.Generate(Fleet).Take(100), Is.EqualTo(first));
    }

    [Test]
    public void Each_kind_occurs_at_its_rate()
    {
        var counts = SensorAnalyticsSample.Expected(Fleet, SensorLimits.Default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts.Readings, Is.EqualTo(Fleet.Readings).And.EqualTo(12_000));
            Assert.That(counts.Healthy + counts.Anomalous + counts.Malformed.Values.Sum(), Is.EqualTo(12_000));
            Assert.That(counts.TemperatureSpikes, Is.EqualTo(600).Within(100));
            Assert.That(counts.HumidityAnomalies, Is.EqualTo(360).Within(80));
            Assert.That(counts.LowBatteries, Is.EqualTo(480).Within(90));
            Assert.That(counts.Malformed.Values.Sum(), Is.EqualTo(120).Within(45));
            Assert.That(counts.Malformed.Values, Has.All.GreaterThan(5));
        }
    }

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
