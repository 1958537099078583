using System.Globalization;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>
/// A finite number by the fewest digits that tell it from its neighbours: 0.DIGITS times ten to the power of <c>Point</c>.
/// </summary>
/// <param name="IsNegative">Whether it is below zero, or the negative zero.</param>
/// <param name="Digits">Its digits, without zeros at their head and their end; empty of zero.</param>
/// <param name="Point">Where the decimal point stands, counted from the first digit.</param>
internal readonly record struct ShortestNumber(bool IsNegative, string Digits, int Point)
{
    /// <summary>The number of a text as .NET writes it, such as <c>-12.5</c> and <c>1E-05</c>.</summary>
    public static ShortestNumber Parse(string text)
    {
        var isNegative = text.StartsWith('-');
        var parts = text.TrimStart('-').Split('E');
        var exponent = parts.Length == 1 ? 0 : int.Parse(parts[1], CultureInfo.InvariantCulture);
        var point = parts[0].IndexOf('.') is >= 0 and var found ? found : parts[0].Length;
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var zeros = digits.Length - digits.TrimStart('0').Length;
        return new ShortestNumber(isNegative, digits.Trim('0'), point - zeros + exponent);
    }

    /// <summary>The text as Java writes it: 1.0, 0.22, 1.0E7, 1.0E-4.</summary>
    public string Java => Digits.Length == 0 ? $"{Sign}0.0"
        : Point is > -3 and <= 7 ? Plain(".0")
        : Scientific(".0", "E");

    /// <summary>The text as JavaScript writes it, and as JSON has it: 1, 0.22, 10000000, 0.0001, 1e+21; the negative zero is -0.0.</summary>
    public string JavaScript => Digits.Length == 0 ? (IsNegative ? "-0.0" : "0")
        : Point is > -6 and <= 21 ? Plain("")
        : Scientific("", Point > 0 ? "e+" : "e");

    private string Sign => IsNegative ? "-" : "";

    private string Plain(string end) =>
        Point <= 0 ? $"{Sign}0.{new string('0', -Point)}{Digits}"
            : Point < Digits.Length ? $"{Sign}{Digits[..Point]}.{Digits[Point..]}"
            : $"{Sign}{Digits.PadRight(Point, '0')}{end}";

    private string Scientific(string end, string mark) => string.Create(
        CultureInfo.InvariantCulture, $"{Sign}{Digits[0]}{(Digits.Length > 1 ? $".{Digits[1..]}" : end)}{mark}{Point - 1}");
}
