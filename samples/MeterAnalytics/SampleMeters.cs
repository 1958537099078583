using System.Security.Cryptography;
using System.Text;

namespace Fanout.Samples.MeterAnalytics;

/// <summary>Whose readings a sample has: thirteen customers and twelve sensors, by numbers that follow each other.</summary>
/// <param name="FirstCustomer">The first customer's id.</param>
/// <param name="FirstSensor">The first sensor's id.</param>
/// <param name="File">What the names of the files begin with.</param>
public sealed record SampleMeters(long FirstCustomer, long FirstSensor, string File)
{
    private const int Several = 10;

    /// <summary>Those of the documentation.</summary>
    public static SampleMeters Default { get; } = new(10_027_610, 51_246_501, "");

    /// <summary>Ten customers with a sensor each.</summary>
    public IReadOnlyList<SampleCustomer> Customers =>
        [.. Enumerable.Range(0, Several).Select(number => new SampleCustomer(FirstCustomer + number, FirstSensor + number, number is 3 or 8 ? "A" : "B"))];

    /// <summary>Customers without a sensor of their own: two have the same, the sensor of the third gives two amounts of an hour.</summary>
    public IReadOnlyList<SampleCustomer> Others =>
    [
        new(FirstCustomer + Several, FirstSensor + Several, "B"),
        new(FirstCustomer + Several + 1, FirstSensor + Several, "B"),
        new(FirstCustomer + Several + 2, FirstSensor + Several + 1, "B"),
    ];

    /// <summary>Some that nobody else has, of a name that nobody else has.</summary>
    public static SampleMeters Of(string name)
    {
        var number = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name))) % 10_000_000;
        return new SampleMeters(1_000_000_000 + 100L * number, 1_000_000_000 + 100L * number, $"{name}-");
    }
}
