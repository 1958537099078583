using System.Buffers.Text;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>Numbers as text, within what DynamoDB stores without a change ("Naming rules and data types: Numbers").</summary>
internal static class NumberText
{
    private const int MostDigits = 38;
    private const double TooLarge = 1e126;
    private const double Smallest = 1e-130;

    /// <summary>Reads a number as JSON writes it, with a leading plus sign allowed too.</summary>
    /// <param name="text">The number as UTF-8, with no white space.</param>
    /// <param name="value">The nearest double; 0 where there is a fault.</param>
    /// <returns>The fault, if any.</returns>
    public static NumberFault TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (!HasForm(text, out var digits))
        {
            return NumberFault.NotANumber;
        }

        if (digits > MostDigits)
        {
            return NumberFault.TooManyDigits;
        }

        if (!Utf8Parser.TryParse(text, out double parsed, out var used) || used != text.Length)
        {
            return NumberFault.NotANumber;
        }

        if (digits > 0 && Math.Abs(parsed) is < Smallest or >= TooLarge)
        {
            return NumberFault.OutOfRange;
        }

        value = parsed;
        return NumberFault.None;
    }

    // The form [+-]digits[.digits][e[+-]digits]; counts the digits between the first and the last that is not a zero.
    private static bool HasForm(ReadOnlySpan<byte> text, out int significant)
    {
        var rest = SkipSign(text);
        var whole = CountDigits(rest);
        var mantissa = rest;
        rest = rest[whole..];
        var fraction = 0;
        if (rest is [(byte)'.', ..])
        {
            fraction = CountDigits(rest[1..]);
            rest = rest[(1 + fraction)..];
            if (fraction == 0)
            {
                whole = 0;
            }
        }

        significant = CountSignificant(mantissa[..^rest.Length]);
        if (whole > 0 && rest is [(byte)'e' or (byte)'E', ..])
        {
            rest = SkipSign(rest[1..]);
            var exponent = CountDigits(rest);
            return exponent > 0 && exponent == rest.Length;
        }

        return whole > 0 && rest.IsEmpty;
    }

    private static ReadOnlySpan<byte> SkipSign(ReadOnlySpan<byte> text) =>
        text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    private static int CountSignificant(ReadOnlySpan<byte> mantissa)
    {
        var trimmed = mantissa.Trim("0."u8);
        return trimmed.Contains((byte)'.') ? trimmed.Length - 1 : trimmed.Length;
    }
}
