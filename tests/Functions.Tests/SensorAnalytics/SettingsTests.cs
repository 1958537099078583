using Fanout.Functions.SensorAnalytics;
using Fanout.Functions.SensorAnalytics.DynamoDb;

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

    [TestCase("eu-west-1", null, null, "https://dynamodb.eu-west-1.amazonaws.com/")]
    [TestCase("cn-north-1", null, null, "https://dynamodb.cn-north-1.amazonaws.com.cn/")]
    [TestCase("eu-west-1", "http://127.0.0.1:4566", null, "http://127.0.0.1:4566/")]
    [TestCase("eu-west-1", "http://127.0.0.1:4566", "http://127.0.0.1:8000", "http://127.0.0.1:8000/")]
    public void The_endpoint_is_the_regions_or_the_one_that_is_set(string region, string? general, string? specific, string address)
    {
        var variables = new Dictionary<string, string?>
        {
            ["AWS_REGION"] = region,
            ["AWS_ENDPOINT_URL"] = general,
            ["AWS_ENDPOINT_URL_DYNAMODB"] = specific,
        };

        Assert.That(
            ServiceEndpoint.Of("dynamodb", variables.GetValueOrDefault),
            Is.EqualTo(new ServiceEndpoint(new Uri(address), "dynamodb", region)));
    }

    [Test]
    public void An_endpoint_that_is_no_address_is_refused()
    {
        var variables = new Dictionary<string, string?> { ["AWS_REGION"] = "eu-west-1", ["AWS_ENDPOINT_URL"] = "localhost" };

        Assert.That(
            () => ServiceEndpoint.Of("dynamodb", variables.GetValueOrDefault),
            Throws.TypeOf<SettingException>().With.Message.EqualTo(
                "The endpoint \"localhost\" is not an address such as https://dynamodb.eu-west-1.amazonaws.com."));
    }
}
