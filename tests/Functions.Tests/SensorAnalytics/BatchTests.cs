using Fanout.Functions.SensorAnalytics;

namespace Fanout.Tests.Functions.SensorAnalytics;

public class BatchTests
{
    [TestCase("{", "The input is not JSON: ")]
    [TestCase("{\"Items\":[]}}", "The input is not JSON: ")]
    [TestCase("[]", "The input has no list \"Items\"; it must be a batch, {\"Items\": [...]}.")]
    [TestCase("{\"Items\":{}}", "The input has no list \"Items\"; it must be a batch, {\"Items\": [...]}.")]
    [TestCase("{\"BatchInput\":{\"analysisDate\":\"2026-1-1\"},\"Items\":[]}", "BatchInput.analysisDate is \"2026-1-1\"; it must be a day, YYYY-MM-DD.")]
    [TestCase("{\"BatchInput\":{\"executionName\":7},\"Items\":[]}", "BatchInput.executionName is Number; it must be text.")]
    public void An_input_that_is_no_batch_is_refused(string input, string message)
    {
        using var function = new FunctionUnderTest();

        Assert.That(() => function.HandleAsync(input), Throws.TypeOf<BatchException>().With.Message.StartsWith(message));
    }

    [TestCase("""{"Items":[READING],"BatchInput":{"analysisDate":"2026-02-03"}}""")]
    [TestCase("""{"more":{"Items":[7]},"BatchInput":{"analysisDate":"2026-02-03"},"Items":[READING]}""")]
    [TestCase("""{"BatchInput":{"analysisDate":7},"Items":[7],"BatchInput":{"analysisDate":"2026-02-03"},"Items":[READING]}""")]
    [TestCase("\uFEFF{\"BatchInput\":{\"analysisDate\":\"2026-02-03\"},\"Items\":[READING]}")]
    public async Task A_batch_is_read_whatever_else_is_around_it(string input)
    {
        using var function = new FunctionUnderTest();

        var result = await function.HandleAsync(input.Replace("READING", FunctionUnderTest.Reading()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("readings").GetInt32(), Is.EqualTo(1));
            Assert.That(
                function.DynamoDb.Items.Values.Single().GetProperty("AnalysisDate").GetProperty("S").GetString(), Is.EqualTo("2026-02-03"));
        }
    }
}
