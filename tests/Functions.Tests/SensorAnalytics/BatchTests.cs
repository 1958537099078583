using Fanout.Functions.SensorAnalytics;

namespace Fanout.Tests.Functions.SensorAnalytics;

public class BatchTests
{
    [TestCase("{", "The input is not JSON: ")]
    [TestCase("[]", "The input has no list \"Items\"; it must be a batch, {\"Items\": [...]}.")]
    [TestCase("{\"Items\":{}}", "The input has no list \"Items\"; it must be a batch, {\"Items\": [...]}.")]
    [TestCase("{\"BatchInput\":{\"analysisDate\":\"2026-1-1\"},\"Items\":[]}", "BatchInput.analysisDate is \"2026-1-1\"; it must be a day, YYYY-MM-DD.")]
    [TestCase("{\"BatchInput\":{\"executionName\":7},\"Items\":[]}", "BatchInput.executionName is Number; it must be text.")]
    public void An_input_that_is_no_batch_is_refused(string input, string message)
    {
        using var function = new FunctionUnderTest();

        Assert.That(() => function.HandleAsync(input), Throws.TypeOf<BatchException>().With.Message.StartsWith(message));
    }
}
