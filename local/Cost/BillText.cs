using System.Globalization;

namespace Fanout.Local.Cost;

/// <summary>A bill in words.</summary>
public static class BillText
{
    private const int Largest = 3;
    private const int LeastDigits = 2;
    private const int MostDigits = 12;

    /// <summary>Its largest parts, a line each, and the rest in one.</summary>
    public static IEnumerable<string> Parts(Bill bill)
    {
        foreach (var line in bill.Lines.Take(Largest))
        {
            yield return $"{Dollars(line.Dollars)} {line.Price.Name}";
        }

        if (bill.Lines.Count > Largest)
        {
            yield return $"{Dollars(bill.Lines.Skip(Largest).Sum(line => line.Dollars))} all other";
        }
    }

    /// <summary>A price in USD with two digits that count, or to the cent where it is a dollar and more.</summary>
    public static string Dollars(decimal dollars) => $"${dollars.ToString($"N{DigitsOf(dollars)}", CultureInfo.InvariantCulture)}";

    /// <summary>A quantity with two digits that count, and no more after the point than it has.</summary>
    public static string Quantity(decimal quantity) =>
        quantity.ToString($"#,0.{new string('#', DigitsOf(Math.Abs(quantity)))}", CultureInfo.InvariantCulture);

    private static int DigitsOf(decimal value)
    {
        var digits = LeastDigits;
        for (var scaled = 10 * value; scaled is > 0 and < 1 && digits < MostDigits; scaled *= 10)
        {
            digits++;
        }

        return digits;
    }
}
