using System.Globalization;

namespace Fanout.Samples.SensorAnalytics;

/// <summary>What readings to generate; equal fleets give equal readings.</summary>
/// <param name="Devices">How many devices.</param>
/// <param name="FirstDay">The first day, in UTC.</param>
/// <param name="Days">How many days.</param>
/// <param name="ReadingsPerDay">How many readings each device gives in a day, evenly spread.</param>
/// <param name="Seed">What chance begins with.</param>
public sealed record SensorFleet(int Devices, DateOnly FirstDay, int Days, int ReadingsPerDay = 24, int Seed = 1)
{
    /// <summary>How many readings there are.</summary>
    public long Readings => (long)Devices * Days * ReadingsPerDay;

    /// <summary>What the devices' ids begin with.</summary>
    public string Device { get; init; } = "sensor";

    /// <summary>What the names of the files begin with.</summary>
    public string File { get; init; } = "part";

    /// <summary>The ids of the devices.</summary>
    public IEnumerable<string> DeviceIds => Enumerable.Range(0, Devices).Select(IdOf);

    /// <summary>The id of a device, by its number from 0.</summary>
    internal string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Device}-{number + 1:D5}");
}
