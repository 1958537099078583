using static Fanout.Tests.Functions.SensorAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.SensorAnalytics;

public class AnomalyTests
{
    [TestCase("\"temperature\":35")]
    [TestCase("\"temperature\":35.0")]
    [TestCase("\"temperature\":-10")]
    [TestCase("\"temperature\":-1E1")]
    [TestCase("\"humidity\":95")]
    [TestCase("\"humidity\":5.00")]
    [TestCase("\"batterylevel\":20")]
    [TestCase("\"batterylevel\":100")]
    public async Task A_value_on_its_threshold_is_healthy(string field)
    {
        using var function = new FunctionUnderTest();

        var result = await function.HandleAsync(Batch(Reading(field)));

        var item = function.DynamoDb.Items.Values.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("healthy").GetInt32(), Is.EqualTo(1));
            Assert.That(result.GetProperty("anomalous").GetInt32(), Is.Zero);
            Assert.That(item.GetProperty("HealthStatus").GetProperty("S").GetString(), Is.EqualTo("healthy"));
            Assert.That(item.GetProperty("AnomalyCount").GetProperty("N").GetString(), Is.EqualTo("0"));
            Assert.That(item.GetProperty("Anomalies").GetRawText(), Is.EqualTo("""{"L":[]}"""));
        }
    }

    [TestCase("temperature", "35.01", "temperature_spike", "35")]
    [TestCase("temperature", "35.000000000000007", "temperature_spike", "35")]
    [TestCase("temperature", "-10.01", "temperature_spike", "-10")]
    [TestCase("humidity", "95.01", "humidity_anomaly", "95")]
    [TestCase("humidity", "4.99", "humidity_anomaly", "5")]
    [TestCase("humidity", "-1", "humidity_anomaly", "5")]
    [TestCase("batterylevel", "19.99", "low_battery", "20")]
    [TestCase("batterylevel", "0", "low_battery", "20")]
    public async Task A_value_beyond_its_threshold_is_an_anomaly(string field, string value, string type, string threshold)
    {
        using var function = new FunctionUnderTest();

        var result = await function.HandleAsync(Batch(Reading($"\"{field}\":{value}")));

        var item = function.DynamoDb.Items.Values.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("anomalous").GetInt32(), Is.EqualTo(1));
            Assert.That(result.GetProperty("anomalies").GetProperty(type).GetInt32(), Is.EqualTo(1));
            Assert.That(item.GetProperty("HealthStatus").GetProperty("S").GetString(), Is.EqualTo("anomalies_detected"));
            Assert.That(
                item.GetProperty("Anomalies").GetRawText(),
                Is.EqualTo($$$$"""{"L":[{"M":{"Type":{"S":"{{{{type}}}}"},"Value":{"N":"{{{{value}}}}"},"Threshold":{"N":"{{{{threshold}}}}"}}}]}"""));
        }
    }

    [Test]
    public async Task A_reading_may_have_one_anomaly_of_each_type_and_counts_once()
    {
        using var function = new FunctionUnderTest();

        var result = await function.HandleAsync(Batch(Reading("\"temperature\":-40,\"humidity\":99.9,\"batterylevel\":1")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(function.DynamoDb.Items.Values.Single().GetProperty("AnomalyCount").GetProperty("N").GetString(), Is.EqualTo("3"));
            Assert.That(result.GetProperty("anomalous").GetInt32(), Is.EqualTo(1));
            Assert.That(
                result.GetProperty("anomalies").GetRawText(),
                Is.EqualTo("""{"temperature_spike":1,"humidity_anomaly":1,"low_battery":1}"""));
        }
    }
}
