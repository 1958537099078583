using Fanout.Functions.Common;
using Fanout.Functions.MeterAnalytics;
using static Fanout.Tests.Functions.MeterAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.MeterAnalytics;

public class SettingsTests
{
    [TestCase("TABLE_NAME", null, "The environment variable TABLE_NAME is not set.")]
    [TestCase("RESULTS_PREFIX", "", "The environment variable RESULTS_PREFIX is not set.")]
    [TestCase("REJECTED_LINES_QUEUE_URL", null, "The environment variable REJECTED_LINES_QUEUE_URL is not set.")]
    [TestCase(
        "REJECTED_LINES_QUEUE_URL",
        "rejected-lines",
        "The environment variable REJECTED_LINES_QUEUE_URL is \"rejected-lines\"; it must be a queue's address such as "
            + "https://sqs.us-east-1.amazonaws.com/123456789012/rejected-lines.")]
    public void A_variable_that_is_missing_or_wrong_is_named(string name, string? value, string message)
    {
        var variables = new Dictionary<string, string?>(Variables) { [name] = value };

        Assert.That(
            () => Function.Create(variables.GetValueOrDefault, new AwsClients(), TimeProvider.System, () => 0, TextWriter.Null),
            Throws.TypeOf<SettingException>().With.Message.EqualTo(message));
    }
}
