using System.Globalization;
using System.Text;
using Fanout.Functions.Common;
using Fanout.Functions.Common.DynamoDb;

namespace Fanout.Functions.SensorAnalytics.Anomalies;

/// <summary>A number that a healthy reading may reach and not pass.</summary>
/// <param name="Value">The number to compare with.</param>
/// <param name="Text">The number as it was written.</param>
internal readonly record struct Threshold(double Value, string Text)
{
    /// <summary>Reads a threshold.</summary>
    /// <exception cref="SettingException">The text is not a number.</exception>
    public static Threshold Parse(string name, string text) =>
        DecimalText.TryParse(Encoding.UTF8.GetBytes(text), out _) == NumberFault.None
            ? new Threshold(double.Parse(text, CultureInfo.InvariantCulture), text.TrimStart('+'))
            : throw new SettingException($"The environment variable {name} is \"{text}\"; it must be a number.");
}
