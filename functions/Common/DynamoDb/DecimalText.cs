using System.Buffers.Text;

namespace Fanout.Functions.Common.DynamoDb;

/// <summary>
/// A decimal number as text, within what DynamoDB stores without a change ("Naming rules and data types: Numbers").
/// It is never turned into a binary number, so no digit of it changes.
/// </summary>
internal readonly ref struct DecimalText
{
    private const int MostDigits = 38;
    private const int SmallestMagnitude = -130;
    private const int LargestMagnitude = 125;

    // No exponent of a number in range, whatever its mantissa, comes near it.
    private const int LargestExponent = 1_000_000_000;

    private readonly bool _isNegative;
    private readonly int _digits;
    private readonly int _magnitude;

    // From the first digit that is not a zero to the last, maybe with the point between them; empty for zero.
    private readonly ReadOnlySpan<byte> _significant;

    private DecimalText(bool isNegative, ReadOnlySpan<byte> mantissa, int wholeDigits, int exponent)
    {
        var first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
        {
            return;
        }

        _isNegative = isNegative;
        _significant = mantissa[first..(mantissa.LastIndexOfAnyInRange((byte)'1', (byte)'9') + 1)];
        _digits = _significant.Contains((byte)'.') ? _significant.Length - 1 : _significant.Length;
        _magnitude = (first < wholeDigits ? wholeDigits - 1 : wholeDigits) - first + exponent;
    }

    /// <summary>Reads a number as JSON writes it, with a leading plus sign and leading zeros allowed too.</summary>
    /// <param name="text">The number as UTF-8, with no white space.</param>
    /// <param name="number">The number; 0 where there is a fault.</param>
    /// <returns>The fault, if any.</returns>
    public static NumberFault TryParse(ReadOnlySpan<byte> text, out DecimalText number)
    {
        number = default;
        var mantissa = SkipSign(text);
        var whole = CountDigits(mantissa);
        var rest = mantissa[whole..];
        if (rest is [(byte)'.', .. var decimals])
        {
            var count = CountDigits(decimals);
            rest = decimals[count..];
            whole = count == 0 ? 0 : whole;
        }

        mantissa = mantissa[..^rest.Length];
        if (whole == 0 || !TryReadExponent(rest, out var exponent))
        {
            return NumberFault.NotANumber;
        }

        var parsed = new DecimalText(text[0] == '-', mantissa, whole, exponent);
        if (parsed._digits > MostDigits)
        {
            return NumberFault.TooManyDigits;
        }

        if (parsed._digits > 0 && parsed._magnitude is < SmallestMagnitude or > LargestMagnitude)
        {
            return NumberFault.OutOfRange;
        }

        number = parsed;
        return NumberFault.None;
    }

    /// <summary>The number in one form, whatever form it came in: no exponent, no zeros that say nothing.</summary>
    public override string ToString()
    {
        if (_digits == 0)
        {
            return "0";
        }

        Span<char> digits = stackalloc char[_digits];
        var count = 0;
        foreach (var character in _significant)
        {
            if (character != '.')
            {
                digits[count++] = (char)character;
            }
        }

        var sign = _isNegative ? "-" : "";
        if (_magnitude < 0)
        {
            return $"{sign}0.{new string('0', -_magnitude - 1)}{digits}";
        }

        var whole = _magnitude + 1;
        return whole >= _digits
            ? $"{sign}{digits}{new string('0', whole - _digits)}"
            : $"{sign}{digits[..whole]}.{digits[whole..]}";
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        var digits = SkipSign(text[1..]);
        if (text[0] is not ((byte)'e' or (byte)'E') || digits.IsEmpty || CountDigits(digits) < digits.Length)
        {
            return false;
        }

        if (!Utf8Parser.TryParse(digits, out exponent, out _) || exponent > LargestExponent)
        {
            exponent = LargestExponent;
        }

        exponent = text[1] == '-' ? -exponent : exponent;
        return true;
    }

    private static ReadOnlySpan<byte> SkipSign(ReadOnlySpan<byte> text) =>
        text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}
