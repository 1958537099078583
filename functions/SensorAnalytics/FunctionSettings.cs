using Fanout.Functions.Common;
using Fanout.Functions.SensorAnalytics.Anomalies;

namespace Fanout.Functions.SensorAnalytics;

/// <summary>What the function's environment variables say.</summary>
/// <param name="TableName">The table of the summaries.</param>
/// <param name="Rules">What counts as an anomaly.</param>
internal sealed record FunctionSettings(string TableName, AnomalyRules Rules)
{
    /// <summary>Reads the settings.</summary>
    /// <param name="variables">Gives the value of an environment variable, null where it is not set.</param>
    /// <exception cref="SettingException">A variable is missing or not allowed.</exception>
    public static FunctionSettings Read(Func<string, string?> variables) => new(
        EnvironmentVariable.Required(variables, "TABLE_NAME"),
        new AnomalyRules(
            Lowest(variables, "TEMPERATURE_MIN"),
            Highest(variables, "TEMPERATURE_MAX", above: "TEMPERATURE_MIN"),
            Lowest(variables, "HUMIDITY_MIN"),
            Highest(variables, "HUMIDITY_MAX", above: "HUMIDITY_MIN"),
            Lowest(variables, "BATTERY_MIN")));

    private static Threshold Lowest(Func<string, string?> variables, string name) =>
        Threshold.Parse(name, EnvironmentVariable.Required(variables, name));

    private static Threshold Highest(Func<string, string?> variables, string name, string above)
    {
        var (lowest, highest) = (Lowest(variables, above), Lowest(variables, name));
        return lowest.Value < highest.Value
            ? highest
            : throw new SettingException(
                $"The environment variable {name} is {highest.Text}; it must be more than {above}, {lowest.Text}.");
    }
}
