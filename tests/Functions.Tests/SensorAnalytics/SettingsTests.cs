using Fanout.Functions.Common;
using Fanout.Functions.SensorAnalytics;

namespace Fanout.Tests.Functions.SensorAnalytics;

public class SettingsTests
{
    [TestCase("TABLE_NAME", null, "The environment variable TABLE_NAME is not set.")]
    [TestCase("BATTERY_MIN", "", "The environment variable BATTERY_MIN is not set.")]
    [TestCase("HUMIDITY_MAX", "high", "The environment variable HUMIDITY_MAX is \"high\"; it must be a number.")]
    [TestCase("TEMPERATURE_MAX", "-10", "The environment variable TEMPERATURE_MAX is -10; it must be more than TEMPERATURE_MIN, -10.")]
    public void A_variable_that_is_missing_or_wrong_is_named(string name, string? value, string message)
    {
        var variables = new Dictionary<string, string?>(FunctionUnderTest.Variables) { [name] = value };

        Assert.That(
            () => FunctionSettings.Read(variables.GetValueOrDefault),
            Throws.TypeOf<SettingException>().With.Message.EqualTo(message));
    }
}
