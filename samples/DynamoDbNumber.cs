using System.Globalization;
using System.Text.RegularExpressions;

namespace Fanout.Samples;

/// <summary>Numbers as DynamoDB takes and keeps them ("Supported data types and naming rules", Number).</summary>
public static partial class DynamoDbNumber
{
    private const int MostDigits = 38;
    private const int LargestMagnitude = 125;
    private const int SmallestMagnitude = -130;

    /// <summary>Reads a number.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>How DynamoDB gives it back, without leading and trailing zeros and without an exponent; or why it takes none such.</returns>
    public static (string? Text, string? Problem) Read(string text)
    {
        if (Number().Match(text) is not { Success: true, Groups: var parts })
        {
            return (null, text.Length == 0 ? "The parameter cannot be converted to a numeric value" : $"The parameter cannot be converted to a numeric value: {text}");
        }

        var (whole, fraction) = (parts["whole"].Value, parts["fraction"].Value);
        var digits = $"{whole}{fraction}".TrimStart('0');
        var leading = whole.Length + fraction.Length - digits.Length;
        digits = digits.TrimEnd('0');
        if (digits.Length == 0)
        {
            return ("0", null);
        }

        // Where its point is, counted from its first digit.
        var point = whole.Length - leading + Exponent(parts["exponent"].Value);
        return (point - 1) switch
        {
            > LargestMagnitude => (null, "Number overflow. Attempting to store a number with magnitude larger than supported range"),
            < SmallestMagnitude => (null, "Number underflow. Attempting to store a number with magnitude smaller than supported range"),
            _ when digits.Length > MostDigits => (null, "Attempting to store more than 38 significant digits in a Number"),
            _ => ($"{(text[0] == '-' ? "-" : "")}{Plain(digits, (int)point)}", null),
        };
    }

    private static string Plain(string digits, int point) =>
        point <= 0 ? $"0.{new string('0', -point)}{digits}"
        : point < digits.Length ? $"{digits[..point]}.{digits[point..]}"
        : digits.PadRight(point, '0');

    private static long Exponent(string text) =>
        text.Length == 0 ? 0
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) ? exponent
        : text[0] == '-' ? int.MinValue
        : int.MaxValue;

    [GeneratedRegex(@"\A[+-]?(?=\.?[0-9])(?<whole>[0-9]*)(?:\.(?<fraction>[0-9]*))?(?:[eE](?<exponent>[+-]?[0-9]+))?\z")]
    private static partial Regex Number();
}
