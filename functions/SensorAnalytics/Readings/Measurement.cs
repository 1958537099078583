using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Fanout.Functions.Common.DynamoDb;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>A measured number, kept as the text in which it came so that no digit of it changes.</summary>
/// <param name="source">The JSON number, or the JSON string that holds one.</param>
/// <param name="value">The nearest double, to compare with thresholds: exact for whatever was measured as a double.</param>
internal readonly struct Measurement(JsonElement source, double value)
{
    /// <summary>Whether there is a number.</summary>
    public bool HasValue => source.ValueKind != JsonValueKind.Undefined;

    /// <summary>The nearest double.</summary>
    public double Value => value;

    /// <summary>The number as text that DynamoDB takes.</summary>
    public ReadOnlySpan<byte> Text => TextOf(source).TrimStart((byte)'+');

    /// <summary>
    /// Reads a measurement. A number in a string is a number: so it comes out of a column of strings, which is the only
    /// kind that keeps what a faulty device sent.
    /// </summary>
    /// <param name="source">The field's value, or Undefined where there is none.</param>
    /// <param name="measurement">The number; none where there is a fault.</param>
    /// <returns>What is wrong, as the end of a sentence that begins with the field's name; null where nothing is.</returns>
    public static string? TryRead(JsonElement source, out Measurement measurement)
    {
        measurement = default;
        switch (source.ValueKind)
        {
            case JsonValueKind.Undefined:
                return "is missing";
            case JsonValueKind.Null:
                return "is null";
            case JsonValueKind.Number or JsonValueKind.String:
                break;
            default:
                return "is not a number";
        }

        var text = TextOf(source);
        if (text.IsEmpty)
        {
            return "is missing";
        }

        switch (NumberText.TryParse(text, out var value))
        {
            case NumberFault.None:
                measurement = new Measurement(source, value);
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

    private static ReadOnlySpan<byte> TextOf(JsonElement source)
    {
        var raw = JsonMarshal.GetRawUtf8Value(source);
        return raw is [(byte)'"', .. var inner, (byte)'"'] ? inner.Trim(" "u8) : raw;
    }
}
