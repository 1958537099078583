using System.Globalization;

namespace Fanout.Samples.SensorAnalytics;

/// <summary>
/// One device: its place, its climate, and what it measures. Chance decides over each reading anew, by the rates that
/// are stated here.
/// </summary>
internal sealed class SensorDevice
{
    /// <summary>How many of the readings are malformed.</summary>
    public const double FaultRate = 0.01;

    /// <summary>How many of the others are too warm or too cold.</summary>
    public const double TemperatureSpikeRate = 0.05;

    /// <summary>How many of the others are too humid or too dry.</summary>
    public const double HumidityAnomalyRate = 0.03;

    /// <summary>How many of the others have a low battery.</summary>
    public const double LowBatteryRate = 0.04;

    /// <summary>How many of the healthy values are just on a threshold.</summary>
    public const double ThresholdRate = 0.01;

    private static readonly SampleFault[] Faults = [SampleFault.Missing, SampleFault.Null, SampleFault.NaN, SampleFault.Text];

    private readonly string _id;
    private readonly string _latitude;
    private readonly string _longitude;
    private readonly int _temperature;
    private readonly int _humidity;
    private readonly int _battery;
    private readonly int _seed;

    public SensorDevice(int number, string id, int seed)
    {
        _seed = Mix(seed, number);
        var random = new Random(_seed);
        _id = id;
        _latitude = Text(37_724_900 + random.Next(100_000), scale: 6);
        _longitude = Text(-122_469_400 + random.Next(100_000), scale: 6);
        _temperature = random.Next(15_00, 22_00);
        _humidity = random.Next(45_00, 65_00);
        _battery = random.Next(70_00, 95_00);
    }

    /// <summary>The readings of one day.</summary>
    public IEnumerable<SampleReading> Readings(DateOnly day, int count)
    {
        var random = new Random(Mix(_seed, day.DayNumber));
        var start = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        for (var number = 0; number < count; number++)
        {
            var offset = TimeSpan.FromMilliseconds((long)number * 86_400_000 / count);
            var time = (start + offset).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            yield return random.NextDouble() < FaultRate
                ? Malformed(random, time, offset)
                : Sound(random, time, offset);
        }
    }

    private SampleReading Sound(Random random, string time, TimeSpan offset)
    {
        // Warmest in the afternoon, and driest then; the battery is charged at night.
        var warmth = 600 - (int)(Math.Abs((offset - TimeSpan.FromHours(15)).TotalSeconds) / 86.4);
        var temperature = Measured(_temperature + warmth, TemperatureSpikeRate, -10_00, 35_00, -25_00, 50_00);
        var humidity = Measured(_humidity - warmth, HumidityAnomalyRate, 5_00, 95_00, 0, 100_00);
        var battery = Measured(
            _battery - (int)(offset.TotalSeconds / 43.2), LowBatteryRate, 20_00, null, 0, null);
        return new SampleReading(_id, time, temperature, humidity, battery, _latitude, _longitude, SampleFault.None);

        string Measured(int usual, double rate, int lowest, int? highest, int from, int? to)
        {
            var chance = random.NextDouble();
            var isHigh = random.Next(2) == 1 && highest is not null;
            if (chance < rate)
            {
                return Text(isHigh ? random.Next(highest!.Value + 1, to!.Value + 1) : random.Next(from, lowest), scale: 2);
            }

            return chance > 1 - ThresholdRate
                ? Text(isHigh ? highest!.Value : lowest, scale: 2)
                : Text(usual + random.Next(-1_00, 1_01), scale: 2);
        }
    }

    private SampleReading Malformed(Random random, string time, TimeSpan offset)
    {
        var fault = Faults[random.Next(Faults.Length)];
        var text = fault switch
        {
            SampleFault.Missing => "",
            SampleFault.Null => "null",
            SampleFault.NaN => "NaN",
            _ => "error",
        };
        var reading = Sound(random, time, offset) with { Fault = fault };
        return random.Next(5) switch
        {
            0 => reading with { Temperature = text },
            1 => reading with { Humidity = text },
            2 => reading with { BatteryLevel = text },
            3 => reading with { Timestamp = text },

            // Any word is a device; only none is wrong.
            _ => reading with { DeviceId = "", Fault = SampleFault.Missing },
        };
    }

    private static string Text(int value, byte scale) =>
        new decimal(Math.Abs(value), 0, 0, value < 0, scale).ToString(CultureInfo.InvariantCulture);

    // The same in every process, which HashCode is not.
    private static int Mix(int seed, int number) => unchecked((int)((((uint)seed * 2_654_435_761) ^ (uint)number) * 2_246_822_519));
}
