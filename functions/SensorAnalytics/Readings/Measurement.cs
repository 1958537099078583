using System.Globalization;
using System.Text;
using System.Text.Json;
using Fanout.Functions.Common.DynamoDb;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>A measured number.</summary>
/// <param name="Text">The number as it came, so that no digit of it changes, and as DynamoDB takes it.</param>
internal readonly record struct Measurement(string Text)
{
    // So many digits are a double without rounding, and so is the power of ten that they are divided by.
    private const int MostExactCharacters = 15;

    /// <summary>The nearest double, to compare with thresholds: exact for whatever was measured as a double.</summary>
    public double ToDouble()
    {
        var plain = Text.AsSpan(Text[0] == '-' ? 1 : 0);
        if (plain.Length > MostExactCharacters || plain.ContainsAny('e', 'E'))
        {
            return double.Parse(Text, CultureInfo.InvariantCulture);
        }

        // One division rounds once, to the nearest, and takes a fraction of the time of the parser.
        var (digits, divisor) = (0L, 0L);
        foreach (var character in plain)
        {
            (digits, divisor) = character == '.' ? (digits, 1) : ((digits * 10) + (character - '0'), divisor * 10);
        }

        var number = divisor == 0 ? digits : digits / (double)divisor;
        return Text[0] == '-' ? -number : number;
    }

    /// <summary>
    /// Reads a measurement. A number in a string is a number: so it comes out of a column of strings, which is the only
    /// kind that keeps what a faulty device sent.
    /// </summary>
    /// <param name="json">Stands on the field's value.</param>
    /// <param name="measurement">The number; not to be used where there is a fault.</param>
    /// <returns>What is wrong, as the end of a sentence that begins with the field's name; null where nothing is.</returns>
    public static string? TryRead(ref Utf8JsonReader json, out Measurement measurement)
    {
        measurement = default;
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return "is null";
            case JsonTokenType.Number or JsonTokenType.String:
                break;
            default:
                return "is not a number";
        }

        var text = json.ValueSpan.Trim((byte)' ');
        if (text.IsEmpty)
        {
            return "is missing";
        }

        switch (DecimalText.TryParse(text, out _))
        {
            case NumberFault.None:
                measurement = new Measurement(Encoding.ASCII.GetString(text.TrimStart((byte)'+')));
                return null;
            case NumberFault.NotANumber:
                return WordFault(text);
            case var fault:
                return fault.Describe();
        }
    }

    // What devices and exports write where they have no number.
    private static string WordFault(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "nan"u8) ? "is NaN"
        : Ascii.EqualsIgnoreCase(text, "null"u8) ? "is null"
        : NumberFault.NotANumber.Describe();
}
