using System.Buffers.Text;
using Fanout.Functions.Common.DynamoDb;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>Numbers as text that DynamoDB can store.</summary>
internal static class NumberText
{
    /// <summary>Reads a number as JSON writes it, with a leading plus sign allowed too.</summary>
    /// <param name="text">The number as UTF-8, with no white space.</param>
    /// <param name="value">The nearest double; 0 where there is a fault.</param>
    /// <returns>The fault, if any.</returns>
    public static NumberFault TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var fault = DecimalText.TryParse(text, out _);
        if (fault != NumberFault.None)
        {
            return fault;
        }

        return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length
            ? NumberFault.None
            : NumberFault.NotANumber;
    }
}
