using System.Text;
using static Fanout.Tests.Functions.MeterAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.MeterAnalytics;

public class FileTests
{
    private FunctionUnderTest _function = new();

    [SetUp]
    public void Create() => _function = new FunctionUnderTest();

    [TearDown]
    public void Dispose() => _function.Dispose();

    [TestCase("hour", "51246501#2022-01-25T00")]
    [TestCase("day", "51246501#2022-01-25")]
    [TestCase("month", "51246501#2022-01")]
    public async Task A_line_of_each_period_becomes_an_item(string period, string key)
    {
        var result = await _function.WriteAsync(
            $"\"customerid\",\"sensorid_{period}\",\"total_kwh\"\n\"10027610\",\"{key}\",\"6.24\"\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                _function.Aws.DynamoDb.Items.Values.Single().GetRawText(),
                Is.EqualTo($$$"""{"CustomerID":{"N":"10027610"},"SensorID-Period":{"S":"{{{key}}}"},"kWh-Amount":{"N":"6.24"}}"""));
            Assert.That(result.GetRawText(), Is.EqualTo(
                """{"files":1,"rejectedFiles":0,"lines":1,"written":1,"duplicates":0,"rejected":0}"""));
        }
    }

    [Test]
    public async Task A_file_is_logged_with_its_counts()
    {
        await _function.WriteAsync($"{HourHeader}1,5#2022-01-25T00,1\n1,5#2022-01-25T00,2\n1,5#2022-01-25T01,x\n");

        var line = _function.LogLines.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.GetProperty("level").GetString(), Is.EqualTo("Information"));
            Assert.That(line.GetProperty("message").GetString(), Is.EqualTo("File written"));
            Assert.That(line.GetProperty("bucket").GetString(), Is.EqualTo(Bucket));
            Assert.That(line.GetProperty("key").GetString(), Is.EqualTo(Key));
            Assert.That(
                new[] { "lines", "written", "duplicates", "rejected" }.Select(name => line.GetProperty(name).GetInt32()),
                Is.EqualTo(new[] { 3, 1, 1, 1 }));
        }
    }

    [TestCase("")]
    [TestCase("\uFEFF")]
    [TestCase("\n\r\n")]
    [TestCase(HourHeader)]
    public async Task A_file_without_lines_writes_nothing_and_succeeds(string text)
    {
        var result = await _function.WriteAsync(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetRawText(), Is.EqualTo(
                """{"files":1,"rejectedFiles":0,"lines":0,"written":0,"duplicates":0,"rejected":0}"""));
            Assert.That(_function.Aws.DynamoDb.Calls, Is.Empty);
            Assert.That(_function.Aws.Messages, Is.Empty);
        }
    }

    [TestCase("customerid,sensorid_hour")]
    [TestCase("customerid,sensorid_hour,total_kwh,year")]
    [TestCase("sensorid_hour,customerid,total_kwh")]
    [TestCase("customerid,sensorid_year,total_kwh")]
    [TestCase("CustomerID,sensorid_hour,total_kwh")]
    [TestCase("\"customerid\",\"sensorid_hour\",\"total_kwh\"x")]
    [TestCase("10027610,51246501#2022-01-25T00,6.24")]
    public async Task A_file_with_another_header_is_rejected_whole(string header)
    {
        var result = await _function.WriteAsync($"{header}\n1,5#2022-01-25T00,1\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetRawText(), Is.EqualTo(
                """{"files":1,"rejectedFiles":1,"lines":0,"written":0,"duplicates":0,"rejected":0}"""));
            Assert.That(_function.Aws.DynamoDb.Calls, Is.Empty);
            Assert.That(_function.Rejections, Is.EqualTo(new[]
            {
                (1L, header, "the header is not customerid, sensorid_hour or sensorid_day or sensorid_month, total_kwh"),
            }));
            Assert.That(_function.LogLines.Single().GetProperty("message").GetString(), Is.EqualTo("File rejected"));
            Assert.That(_function.LogLines.Single().GetProperty("level").GetString(), Is.EqualTo("Warning"));
        }
    }

    [TestCase("\n", "\n")]
    [TestCase("\r\n", "\r\n")]
    [TestCase("\n", "")]
    [TestCase("\r\n", "\r")]
    public async Task Lines_may_end_in_any_way_and_the_last_need_not(string end, string lastEnd)
    {
        await _function.WriteAsync(string.Join(
            end, "\uFEFFcustomerid,\"sensorid_day\",total_kwh", "1,\"5#2022-01-25\",\"0.5\"", "", "2,5#2022-01-25,1.5") + lastEnd);

        Assert.That(_function.Items, Is.EqualTo(new[] { "1 5#2022-01-25 0.5", "2 5#2022-01-25 1.5" }));
    }

    [Test]
    public async Task Bytes_may_come_one_at_a_time()
    {
        var content = Encoding.UTF8.GetBytes($"\uFEFF{HourHeader}\"1\",\"5#2022-01-25T00\",\"1\"\r\n\"2\",\"5#2022-01-25T\"\"01\",\"2\"\r\n3,é,2");
        _function.Put(Key, () => new Trickle(content));

        await _function.HandleAsync(Event(Key));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Items, Is.EqualTo(new[] { "1 5#2022-01-25T00 1" }));
            Assert.That(_function.Rejections.Select(rejection => (rejection.Line, rejection.Text)), Is.EqualTo(new[]
            {
                (3L, "\"2\",\"5#2022-01-25T\"\"01\",\"2\""),
                (4L, "3,é,2"),
            }));
        }
    }

    [Test]
    public async Task Several_files_of_one_event_are_written_one_after_the_other()
    {
        var keys = new[] { "electricity_by_period/a.csv", "electricity_by_period/b.csv", "electricity_by_period/c.csv" };
        _function.Put(keys[0], $"{HourHeader}1,5#2022-01-25T00,1\n");
        _function.Put(keys[1], "nonsense\n");
        _function.Put(keys[2], $"{HourHeader}1,5#2022-01-25T00,2\n2,5#2022-01-25T00,\n");

        var result = await _function.HandleAsync(Event(keys));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetRawText(), Is.EqualTo(
                """{"files":3,"rejectedFiles":1,"lines":3,"written":2,"duplicates":0,"rejected":1}"""));
            Assert.That(_function.Items, Is.EqualTo(new[] { "1 5#2022-01-25T00 2" }));
            Assert.That(_function.LogLines.Select(line => line.GetProperty("key").GetString()), Is.EqualTo(keys));
        }
    }

    [Test]
    public async Task The_same_file_again_changes_nothing()
    {
        var text = HourHeader + string.Concat(Enumerable.Range(0, 60).Select(number => $"{number % 50},5#2022-01-25T00,{number}\n"));
        await _function.WriteAsync(text);
        string[] before = [.. _function.Items];

        await _function.WriteAsync(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Has.Length.EqualTo(50));
            Assert.That(_function.Items, Is.EqualTo(before));
        }
    }

    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
