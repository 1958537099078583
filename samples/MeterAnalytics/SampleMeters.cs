using System.Security.Cryptography;
using System.Text;

namespace Fanout.Samples.MeterAnalytics;

/// <summary>Whose readings a sample has: customers and sensors, by numbers that follow each other.</summary>
/// <param name="FirstCustomer">The first customer's id.</param>
/// <param name="FirstSensor">The first sensor's id.</param>
/// <param name="File">What the names of the files begin with.</param>
public sealed record SampleMeters(long FirstCustomer, long FirstSensor, string File)
{
    private const int Ten = 10;

    /// <summary>How many customers have a sensor of their own.</summary>
    public int Count { get; init; } = Ten;

    /// <summary>Those of the documentation.</summary>
    public static SampleMeters Default { get; } = new(10_027_610, 51_246_501, "");

    /// <summary>Customers with a sensor each.</summary>
    public IReadOnlyList<SampleCustomer> Customers =>
        [.. Enumerable.Range(0, Count).Select(number => new SampleCustomer(FirstCustomer + number, FirstSensor + number, (number % Ten) is 3 or 8 ? "A" : "B"))];

    /// <summary>The first sensor after those of the <see cref="Customers"/>.</summary>
    public long FirstOther => FirstSensor + Count;

    /// <summary>Customers without a sensor of their own: two have the same, the sensor of the third gives two amounts of an hour.</summary>
    public IReadOnlyList<SampleCustomer> Others =>
    [
        new(FirstCustomer + Count, FirstOther, "B"),
        new(FirstCustomer + Count + 1, FirstOther, "B"),
        new(FirstCustomer + Count + 2, FirstOther + 1, "B"),
    ];

    /// <summary>Some that nobody else has, of a name that nobody else has.</summary>
    public static SampleMeters Of(string name)
    {
        var number = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name))) % 10_000_000;
        return new SampleMeters(1_000_000_000 + 100L * number, 1_000_000_000 + 100L * number, $"{name}-");
    }
}
