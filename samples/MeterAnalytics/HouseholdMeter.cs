namespace Fanout.Samples.MeterAnalytics;

/// <summary>What the meter of a household reads: little at night, most in the evening, more on the days of a weekend.</summary>
internal static class HouseholdMeter
{
    // Percent of the usual consumption, for each hour from midnight.
    private static readonly int[] DayCurve =
    [
        78, 72, 69, 68, 70, 79, 98, 114, 106, 96, 91, 93, 100, 97, 92, 91, 98, 113, 128, 138, 136, 126, 108, 90,
    ];

    private const int WeekendPercent = 12;

    /// <summary>Whether the connection is of twice the current, and of twice the consumption.</summary>
    public static bool IsLarge(SampleCustomer customer) => customer.SensorGroup == "A";

    /// <summary>What is consumed within an hour, in hundredths of a kWh; the same arguments give the same number.</summary>
    public static int Hundredths(SampleCustomer customer, DateOnly day, int hour)
    {
        var usual = (21 + (int)(Mix((uint)customer.SensorId) % 8)) * (IsLarge(customer) ? 2 : 1);
        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && hour is >= 9 and <= 20;
        var chance = (int)(Mix((uint)customer.SensorId ^ Mix((uint)(day.DayNumber * 24 + hour))) % 7) - 3;
        return (usual * (DayCurve[hour] + (isWeekend ? WeekendPercent : 0)) + 50) / 100 + chance;
    }

    // The finalizer of MurmurHash3: the same in every process, which HashCode is not.
    private static uint Mix(uint value)
    {
        unchecked
        {
            value = (value ^ (value >> 16)) * 0x85EB_CA6B;
            value = (value ^ (value >> 13)) * 0xC2B2_AE35;
            return value ^ (value >> 16);
        }
    }
}
