using Fanout.Samples.SensorAnalytics;

namespace Fanout.Tests.Samples.SensorAnalytics;

public class SensorAnalyticsSampleTests
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
}
