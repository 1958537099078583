using System.Text;
using Fanout.Functions.Common;
using Fanout.Functions.Common.DynamoDb;
using Fanout.Functions.SensorAnalytics.Readings;

namespace Fanout.Functions.SensorAnalytics.Anomalies;

/// <summary>A number that a healthy reading may reach and not pass.</summary>
/// <param name="Value">The number to compare with.</param>
/// <param name="Text">The number as it was written.</param>
internal readonly record struct Threshold(double Value, string Text)
{
    /// <summary>Reads a threshold.</summary>
    /// <exception cref="SettingException">The text is not a number.</exception>
    public static Threshold Parse(string name, string text) =>
        NumberText.TryParse(Encoding.UTF8.GetBytes(text), out var value) == NumberFault.None
            ? new Threshold(value, text.TrimStart('+'))
            : throw new SettingException($"The environment variable {name} is \"{text}\"; it must be a number.");
}
