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
}
