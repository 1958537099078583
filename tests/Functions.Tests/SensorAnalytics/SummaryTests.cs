using System.Text.Json;
using static Fanout.Tests.Functions.SensorAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.SensorAnalytics;

public class SummaryTests
{
    private FunctionUnderTest _function = new();

    [SetUp]
    public void Create() => _function = new FunctionUnderTest();

    [TearDown]
    public void Dispose() => _function.Dispose();

    [Test]
    public async Task An_item_holds_the_key_the_day_the_metrics_and_the_verdict()
    {
        var result = await _function.HandleAsync(Batch(Reading("\"latitude\":52.520008,\"longitude\":-0.1,\"day\":\"2026-01-01\"")));

        using (Assert.EnterMultipleScope())
        {
            AssertJson(_function.DynamoDb.Items.Values.Single(), """
                {
                  "DeviceId": {"S": "sensor-1"},
                  "ReadingTimestamp": {"S": "2026-01-01T00:00:00.000Z"},
                  "AnalysisDate": {"S": "2026-01-01"},
                  "Metrics": {"M": {
                    "Temperature": {"N": "21.5"}, "Humidity": {"N": "40"}, "BatteryLevel": {"N": "80"},
                    "Latitude": {"N": "52.520008"}, "Longitude": {"N": "-0.1"}
                  }},
                  "Anomalies": {"L": []},
                  "AnomalyCount": {"N": "0"},
                  "HealthStatus": {"S": "healthy"}
                }
                """);
            AssertJson(result, """
                {
                  "readings": 1, "healthy": 1, "anomalous": 0, "duplicates": 0,
                  "anomalies": {"temperature_spike": 0, "humidity_anomaly": 0, "low_battery": 0},
                  "rejectedCount": 0, "reasons": {}, "rejected": []
                }
                """);
        }
    }

    [Test]
    public async Task A_batch_without_readings_writes_nothing()
    {
        var result = await _function.HandleAsync(Batch());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("readings").GetInt32(), Is.Zero);
            Assert.That(_function.DynamoDb.Calls, Is.Empty);
        }
    }

    [TestCase("21.10")]
    [TestCase("0.1")]
    [TestCase("30.000000000000004")]
    [TestCase("12345678901234567890.12345678901234567")]
    [TestCase("5.551115123125783E-17")]
    [TestCase("\"21.10\"", "21.10")]
    [TestCase("\" +7.50 \"", "7.50")]
    [TestCase("0e99999999999")]
    public async Task A_number_is_stored_with_the_digits_in_which_it_was_measured(string value, string? stored = null)
    {
        await _function.HandleAsync(Batch(
            $$"""{"deviceid":"a","timestamp":1767225600123,"temperature":{{value}},"humidity":40,"batterylevel":80}"""));

        var metrics = _function.DynamoDb.Items.Values.Single().GetProperty("Metrics").GetProperty("M");
        Assert.That(metrics.GetProperty("Temperature").GetProperty("N").GetString(), Is.EqualTo(stored ?? value));
    }

    [TestCase("1767225600123", "2026-01-01T00:00:00.123Z")]
    [TestCase("1767225600123.0", "2026-01-01T00:00:00.123Z")]
    [TestCase("-100000000000", "1966-10-31T14:13:20.000Z")]
    [TestCase("100000000000", "1973-03-03T09:46:40.000Z")]
    [TestCase("9999999999999", "2286-11-20T17:46:39.999Z")]
    [TestCase("\"2026-01-01T01:02:03Z\"", "2026-01-01T01:02:03.000Z")]
    [TestCase("\"2026-01-01T01:02:03.4567891+02:00\"", "2025-12-31T23:02:03.456Z")]
    [TestCase("\"2026-01-01T01:02:03\"", "2026-01-01T01:02:03.000Z")]
    [TestCase("\"2026-01-01 01:02:03.456\"", "2026-01-01T01:02:03.456Z")]
    [TestCase("\"2026-01-01 01:02:03.456 UTC\"", "2026-01-01T01:02:03.456Z")]
    [TestCase("\"1767225600123\"", "2026-01-01T00:00:00.123Z")]
    [TestCase("\" 999999999999 \"", "2001-09-09T01:46:39.999Z")]
    [TestCase("\"9999999999999\"", "2286-11-20T17:46:39.999Z")]
    [TestCase("\"2026-01-01\"", "2026-01-01T00:00:00.000Z")]
    [TestCase("\" 2026-01-01T01:02:03Z\"", "2026-01-01T01:02:03.000Z")]
    [TestCase("\"2026-01-01 01:02:03+02:00\"", "2025-12-31T23:02:03.000Z")]
    [TestCase("\"2026-01-01T01:02:03-0330\"", "2026-01-01T04:32:03.000Z")]
    [TestCase("\"2026-01-01 01:02:03.123456789\"", "2026-01-01T01:02:03.123Z")]
    public async Task A_time_is_stored_in_utc_with_milliseconds(string timestamp, string stored)
    {
        await _function.HandleAsync(Batch(Reading($"\"timestamp\":{timestamp}")));

        Assert.That(_function.DynamoDb.Items.Keys, Is.EqualTo(new[] { $"sensor-1 {stored}" }));
    }

    [TestCase("deviceId", "timestamp", "temperature", "humidity", "batteryLevel")]
    [TestCase("DEVICEID", "TIMESTAMP", "TEMPERATURE", "HUMIDITY", "BATTERYLEVEL")]
    public async Task Columns_are_found_whatever_the_case_of_their_names(
        string device, string time, string temperature, string humidity, string battery)
    {
        var result = await _function.HandleAsync(Batch(
            $$"""{"{{device}}":"a","{{time}}":1767225600123,"{{temperature}}":40.5,"{{humidity}}":40,"{{battery}}":"19.9"}"""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("rejectedCount").GetInt32(), Is.Zero);
            Assert.That(_function.DynamoDb.Items.Keys, Is.EqualTo(new[] { "a 2026-01-01T00:00:00.123Z" }));
            Assert.That(
                result.GetProperty("anomalies").GetRawText(), Is.EqualTo("""{"temperature_spike":1,"humidity_anomaly":0,"low_battery":1}"""));
        }
    }

    [TestCase("7", "7")]
    [TestCase("-9223372036854775808", "-9223372036854775808")]
    public async Task A_device_may_have_a_whole_number_for_a_name(string device, string stored)
    {
        await _function.HandleAsync(Batch(Reading($"\"deviceid\":{device}")));

        Assert.That(_function.DynamoDb.Items.Keys.Single(), Does.StartWith($"{stored} "));
    }

    [TestCase("""{"Items":[READING]}""")]
    [TestCase("""{"BatchInput":{"analysisDate":null},"Items":[READING]}""")]
    public async Task Without_a_day_of_analysis_each_reading_has_its_own(string batch)
    {
        await _function.HandleAsync(batch.Replace("READING", Reading("\"timestamp\":\"2026-05-06T23:59:59-01:00\"")));

        var item = _function.DynamoDb.Items.Values.Single();
        Assert.That(item.GetProperty("AnalysisDate").GetProperty("S").GetString(), Is.EqualTo("2026-05-07"));
    }

    [Test]
    public async Task Readings_of_the_same_device_and_time_are_folded_into_the_last()
    {
        var result = await _function.HandleAsync(Batch(
            Reading("\"temperature\":50"),
            Reading("\"deviceid\":\"sensor-2\""),
            Reading("\"timestamp\":\"2026-01-01T01:00:00+01:00\",\"temperature\":22")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.DynamoDb.Calls, Is.EqualTo(new[] { 2 }));
            Assert.That(
                _function.DynamoDb.Items["sensor-1 2026-01-01T00:00:00.000Z"].GetProperty("Metrics").GetProperty("M")
                    .GetProperty("Temperature").GetProperty("N").GetString(),
                Is.EqualTo("22"));
            Assert.That(result.GetProperty("readings").GetInt32(), Is.EqualTo(3));
            Assert.That(result.GetProperty("healthy").GetInt32(), Is.EqualTo(2));
            Assert.That(result.GetProperty("anomalous").GetInt32(), Is.Zero);
            Assert.That(result.GetProperty("duplicates").GetInt32(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_same_batch_again_gives_the_same_items_and_result()
    {
        var batch = Batch(Reading("\"temperature\":50"), Reading("\"deviceid\":\"ü\""), Reading("\"humidity\":null"), Reading());
        var first = await _function.HandleAsync(batch);
        var items = Texts();

        var second = await _function.HandleAsync(batch);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.GetRawText(), Is.EqualTo(first.GetRawText()));
            Assert.That(Texts(), Is.EqualTo(items));
            Assert.That(items, Has.Length.EqualTo(2));
        }

        string[] Texts() => [.. _function.DynamoDb.Items.Values.Select(item => item.GetRawText())];
    }

    [Test]
    public async Task The_log_has_one_line_for_a_batch()
    {
        await _function.HandleAsync(Batch(Reading(), Reading("\"humidity\":1,\"deviceid\":\"b\""), "7"));

        var line = _function.LogLines.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.GetProperty("message").GetString(), Is.EqualTo("Batch analyzed"));
            Assert.That(line.GetProperty("executionName").GetString(), Is.EqualTo("run-1"));
            Assert.That(line.GetProperty("readings").GetInt32(), Is.EqualTo(3));
            Assert.That(line.GetProperty("rejectedCount").GetInt32(), Is.EqualTo(1));
            Assert.That(line.GetProperty("anomalies").GetProperty("humidity_anomaly").GetInt32(), Is.EqualTo(1));
        }
    }

    private static void AssertJson(JsonElement actual, string expected) =>
        Assert.That(JsonElement.DeepEquals(actual, JsonElement.Parse(expected)), Is.True, actual.GetRawText());
}
