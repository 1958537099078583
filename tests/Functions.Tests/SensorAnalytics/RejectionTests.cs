using System.Text;
using System.Text.Json;
using static Fanout.Tests.Functions.SensorAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.SensorAnalytics;

public class RejectionTests
{
    private const string NoTime = "timestamp is neither epoch milliseconds nor an ISO 8601 time";

    private FunctionUnderTest _function = new();

    [SetUp]
    public void Create() => _function = new FunctionUnderTest();

    [TearDown]
    public void Dispose() => _function.Dispose();

    [TestCase("null", "the reading is not an object")]
    [TestCase("[1]", "the reading is not an object")]
    [TestCase("{}", "deviceid is missing; timestamp is missing; temperature is missing; humidity is missing; batterylevel is missing")]
    [TestCase("{\"lineflaw\":\"notParsed\",\"temperature\":null}", "line has more or fewer fields than columns, or a quotation mark without its like")]
    [TestCase("{\"lineflaw\":\"otherColumns\"}", "line is in a file whose names lack a column, say one twice, are two sets, or are all other words")]
    [TestCase("{\"lineflaw\":\"notUtf8\"}", "line is not UTF-8")]
    [TestCase("{\"lineflaw\":\"contradictory\"}", "line has other values than one of the same device and time")]
    [TestCase("{\"lineflaw\":\"\"}", "line is rejected by the query")]
    [TestCase("{\"temperature\":null}", "temperature is null")]
    [TestCase("{\"temperature\":\"\"}", "temperature is missing")]
    [TestCase("{\"humidity\":\"NaN\"}", "humidity is NaN")]
    [TestCase("{\"humidity\":\"nan\"}", "humidity is NaN")]
    [TestCase("{\"humidity\":\"null\"}", "humidity is null")]
    [TestCase("{\"humidity\":\"Infinity\"}", "humidity is not a number")]
    [TestCase("{\"batterylevel\":\"error\"}", "batterylevel is not a number")]
    [TestCase("{\"batterylevel\":\"1,5\"}", "batterylevel is not a number")]
    [TestCase("{\"batterylevel\":\"1.\"}", "batterylevel is not a number")]
    [TestCase("{\"batterylevel\":\".5\"}", "batterylevel is not a number")]
    [TestCase("{\"batterylevel\":\"1e\"}", "batterylevel is not a number")]
    [TestCase("{\"batterylevel\":\"0x10\"}", "batterylevel is not a number")]
    [TestCase("{\"batterylevel\":\"-\"}", "batterylevel is not a number")]
    [TestCase("{\"batterylevel\":true}", "batterylevel is not a number")]
    [TestCase("{\"batterylevel\":{\"N\":\"1\"}}", "batterylevel is not a number")]
    [TestCase("{\"temperature\":1e126}", "temperature is outside the range from 1E-130 to 9.99E+125")]
    [TestCase("{\"temperature\":1e999}", "temperature is outside the range from 1E-130 to 9.99E+125")]
    [TestCase("{\"temperature\":-1e-131}", "temperature is outside the range from 1E-130 to 9.99E+125")]
    [TestCase("{\"temperature\":1e-999}", "temperature is outside the range from 1E-130 to 9.99E+125")]
    [TestCase("{\"temperature\":1.23456789012345678901234567890123456789}", "temperature has more than 38 digits")]
    [TestCase("{\"latitude\":\"north\"}", "latitude is not a number")]
    [TestCase("{\"longitude\":\"NaN\"}", "longitude is NaN")]
    [TestCase("{\"deviceid\":null}", "deviceid is null")]
    [TestCase("{\"deviceid\":\"\"}", "deviceid is missing")]
    [TestCase("{\"deviceid\":\"  \"}", "deviceid is missing")]
    [TestCase("{\"deviceid\":7.5}", "deviceid is not text")]
    [TestCase("{\"deviceid\":true}", "deviceid is not text")]
    [TestCase("{\"deviceId\":\"a\",\"deviceid\":\"b\"}", "deviceid is there twice")]
    [TestCase("{\"deviceid\":\"\\ud800\"}", "deviceid is not text")]
    [TestCase("{\"timestamp\":null}", "timestamp is null")]
    [TestCase("{\"timestamp\":\"\"}", "timestamp is missing")]
    [TestCase("{\"timestamp\":\"yesterday\"}", NoTime)]
    [TestCase("{\"timestamp\":\"2026-02-30T00:00:00Z\"}", NoTime)]
    [TestCase("{\"timestamp\":\"2026\"}", NoTime)]
    [TestCase("{\"timestamp\":\"20260101\"}", NoTime)]
    [TestCase("{\"timestamp\":\"1767225600\"}", NoTime)]
    [TestCase("{\"timestamp\":\"20260101120000\"}", NoTime)]
    [TestCase("{\"timestamp\":\"1767225600000000\"}", NoTime)]
    [TestCase("{\"timestamp\":\"2026-01-01 12:00:00 Europe/Paris\"}", NoTime)]
    [TestCase("{\"timestamp\":\"01/02/2026\"}", NoTime)]
    [TestCase("{\"timestamp\":\"\\ud800\"}", NoTime)]
    [TestCase("{\"timestamp\":\"2026-01-01T00:00:00\\ud800\"}", NoTime)]
    [TestCase("{\"timestamp\":1.5}", NoTime)]
    [TestCase("{\"timestamp\":0}", NoTime)]
    [TestCase("{\"timestamp\":1769860800}", NoTime)]
    [TestCase("{\"timestamp\":202601310000}", NoTime)]
    [TestCase("{\"timestamp\":20260131000000}", NoTime)]
    [TestCase("{\"timestamp\":\"202601310000\"}", NoTime)]
    [TestCase("{\"timestamp\":\"2026-01-0100\"}", NoTime)]
    [TestCase("{\"timestamp\":253402300800000}", NoTime)]
    [TestCase("{\"timestamp\":1e300}", NoTime)]
    [TestCase("{\"timestamp\":[]}", NoTime)]
    [TestCase("{\"temperature\":null,\"humidity\":\"x\"}", "temperature is null; humidity is not a number")]
    public async Task A_reading_that_cannot_be_analyzed_is_kept_with_its_reason(string reading, string reason)
    {
        var rejected = reading is ['{', '"', ..] ? WithDefaults(reading) : reading;

        var result = await _function.HandleAsync(Batch(Reading(), rejected, Reading("\"deviceid\":\"b\"")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("readings").GetInt32(), Is.EqualTo(3));
            Assert.That(result.GetProperty("healthy").GetInt32(), Is.EqualTo(2));
            Assert.That(result.GetProperty("rejectedCount").GetInt32(), Is.EqualTo(1));
            var entry = result.GetProperty("rejected").EnumerateArray().Single();
            Assert.That(entry.GetProperty("reading").GetRawText(), Is.EqualTo(rejected));
            Assert.That(entry.GetProperty("reason").GetString(), Is.EqualTo(reason));
            Assert.That(_function.DynamoDb.Items, Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task Each_fault_is_counted()
    {
        var result = await _function.HandleAsync(Batch(
            WithDefaults("""{"humidity":"NaN"}"""), WithDefaults("""{"humidity":"NaN","temperature":null}"""), Reading()));

        Assert.That(result.GetProperty("reasons").GetRawText(), Is.EqualTo("""{"humidity is NaN":2,"temperature is null":1}"""));
    }

    [Test]
    public async Task A_device_id_may_have_as_many_bytes_as_a_key()
    {
        var longest = new string('ü', 1024);

        var result = await _function.HandleAsync(
            Batch(Reading($"\"deviceid\":\"{longest}\""), Reading($"\"deviceid\":\"{longest}x\"")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.DynamoDb.Items.Keys.Single(), Does.StartWith(longest + " "));
            Assert.That(result.GetProperty("rejected")[0].GetProperty("reason").GetString(), Is.EqualTo("deviceid is longer than 2048 bytes"));
        }
    }

    [TestCase("\"latitude\":null,\"longitude\":\"\"")]
    [TestCase("\"firmware\":{\"version\":null}")]
    public async Task A_sensor_need_not_know_where_it_is_and_may_send_more(string fields)
    {
        var result = await _function.HandleAsync(Batch(Reading(fields)));

        Assert.That(result.GetProperty("healthy").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_the_result_has_no_room_for_is_counted_and_logged_whole()
    {
        var readings = Enumerable.Range(0, 1_500)
            .Select(number => Reading($"\"deviceid\":\"{number:D4}{new string('x', 60)}\",\"temperature\":null"))
            .ToArray();

        var result = await _function.HandleAsync(Batch(readings));

        var logged = _function.LogLines.Where(line => line.GetProperty("message").GetString() == "Rejected reading").ToArray();
        var kept = result.GetProperty("rejected").EnumerateArray().Concat(logged)
            .Select(entry => entry.GetProperty("reading").GetRawText());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("rejectedCount").GetInt32(), Is.EqualTo(1_500));
            Assert.That(Encoding.UTF8.GetByteCount(result.GetRawText()), Is.InRange(199 * 1024, 200 * 1024 + 2));
            Assert.That(logged, Is.Not.Empty);
            Assert.That(kept.Order(StringComparer.Ordinal), Is.EqualTo(readings));
        }
    }

    // What is not named is as in a healthy reading; the text of the named fields stays as it is.
    private static string WithDefaults(string fields)
    {
        var names = JsonElement.Parse(fields).EnumerateObject().Select(field => field.Name).ToHashSet();
        var defaults = JsonElement.Parse(Reading()).EnumerateObject()
            .Where(field => !names.Contains(field.Name))
            .Select(field => $",\"{field.Name}\":{field.Value.GetRawText()}");
        return fields[..^1] + string.Concat(defaults) + "}";
    }
}
