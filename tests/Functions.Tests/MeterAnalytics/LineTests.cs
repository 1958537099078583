using static Fanout.Tests.Functions.MeterAnalytics.FunctionUnderTest;

namespace Fanout.Tests.Functions.MeterAnalytics;

public class LineTests
{
    private const string NoHour = "sensorid_hour is not of the form SensorID#YYYY-MM-DDTHH";
    private const string NoCustomer = "customerid is not a whole number";
    private const string NoAmount = "total_kwh is not a number";

    private FunctionUnderTest _function = new();

    [SetUp]
    public void Create() => _function = new FunctionUnderTest();

    [TearDown]
    public void Dispose() => _function.Dispose();

    [TestCase("x", "the number of fields is 1 instead of 3")]
    [TestCase(",5#2022-01-25T00,1", NoCustomer)]
    [TestCase("1.0,5#2022-01-25T00,1", NoCustomer)]
    [TestCase("1e3,5#2022-01-25T00,1", NoCustomer)]
    [TestCase("+1,5#2022-01-25T00,1", NoCustomer)]
    [TestCase("--1,5#2022-01-25T00,1", NoCustomer)]
    [TestCase(" 1,5#2022-01-25T00,1", NoCustomer)]
    [TestCase("٣,5#2022-01-25T00,1", NoCustomer)]
    [TestCase("123456789012345678901234567890123456789,5#2022-01-25T00,1", "customerid has more than 38 digits")]
    [TestCase("1,5#2022-01-25,1", NoHour)]
    [TestCase("1,5#2022-01-25T24,1", NoHour)]
    [TestCase("1,5#2022-02-29T00,1", NoHour)]
    [TestCase("1,5#2022-13-01T00,1", NoHour)]
    [TestCase("1,5#0000-01-01T00,1", NoHour)]
    [TestCase("1,5#2022-01-25t00,1", NoHour)]
    [TestCase("1,5#2022-1-25T000,1", NoHour)]
    [TestCase("1,5#2022-01-25T00 ,1", NoHour)]
    [TestCase("1,5#2022-01-25Té,1", NoHour)]
    [TestCase("1,#2022-01-25T00,1", NoHour)]
    [TestCase("1,x#2022-01-25T00,1", NoHour)]
    [TestCase("1,12345678901234567890#2022-01-25T00,1", NoHour)]
    [TestCase("1,5,1", NoHour)]
    [TestCase("1,,1", NoHour)]
    [TestCase("1,5#2022-01-25T00,", NoAmount)]
    [TestCase("1,5#2022-01-25T00,\"\"", NoAmount)]
    [TestCase("1,5#2022-01-25T00,NaN", NoAmount)]
    [TestCase("1,5#2022-01-25T00,Infinity", NoAmount)]
    [TestCase("1,5#2022-01-25T00,-", NoAmount)]
    [TestCase("1,5#2022-01-25T00,1E", NoAmount)]
    [TestCase("1,5#2022-01-25T00,1E+-2", NoAmount)]
    [TestCase("1,5#2022-01-25T00,1.5kWh", NoAmount)]
    [TestCase("1,5#2022-01-25T00,\"1,5\"", NoAmount)]
    [TestCase("1,5#2022-01-25T00,\"1\"\"5\"", NoAmount)]
    [TestCase("1,5#2022-01-25T00,1.00000000000000000000000000000000000001", "total_kwh has more than 38 digits")]
    [TestCase("1,5#2022-01-25T00,1E126", "total_kwh is outside the range from 1E-130 to 9.99E+125")]
    [TestCase("1,5#2022-01-25T00,1E99999999999999", "total_kwh is outside the range from 1E-130 to 9.99E+125")]
    [TestCase("1,5#2022-01-25T00", "the number of fields is 2 instead of 3")]
    [TestCase("1,5#2022-01-25T00,1,", "the number of fields is 4 instead of 3")]
    [TestCase("\"1\"x,5#2022-01-25T00,1", "a closing quote is followed by more text")]
    [TestCase("a,b,c", $"{NoCustomer}; {NoHour}; {NoAmount}")]
    public async Task A_line_that_cannot_be_written_goes_to_the_queue_and_the_others_to_the_table(string line, string reason)
    {
        var result = await _function.WriteAsync($"{HourHeader}1,5#2022-01-25T00,1\n{line}\n2,5#2022-01-25T00,2\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Rejections, Is.EqualTo(new[] { (3L, line, reason) }));
            Assert.That(_function.Items, Is.EqualTo(new[] { "1 5#2022-01-25T00 1", "2 5#2022-01-25T00 2" }));
            Assert.That(result.GetRawText(), Is.EqualTo(
                """{"files":1,"rejectedFiles":0,"lines":3,"written":2,"duplicates":0,"rejected":1}"""));
        }
    }

    [Test]
    public async Task A_message_names_the_file_the_line_its_text_and_the_reason()
    {
        await _function.WriteAsync($"{HourHeader}1,5#2022-01-25T00,\"é\"\n");

        Assert.That(
            _function.Aws.Messages.Single(),
            Is.EqualTo(
                "{\"bucket\":\"results\",\"key\":\"electricity_by_period/query.csv\",\"line\":2,"
                    + "\"text\":\"1,5#2022-01-25T00,\\u0022\\u00E9\\u0022\",\"reason\":\"total_kwh is not a number\"}"));
    }

    [Test]
    public async Task A_line_is_numbered_by_where_it_begins_in_the_file()
    {
        await _function.WriteAsync($"\n{HourHeader}\"1\n\n\",5#2022-01-25T00,1\n\r\n2,5#2022-01-25T00,2\nx\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Rejections, Is.EqualTo(new[]
            {
                (3L, "\"1\n\n\",5#2022-01-25T00,1", NoCustomer),
                (8L, "x", "the number of fields is 1 instead of 3"),
            }));
            Assert.That(_function.Items, Is.EqualTo(new[] { "2 5#2022-01-25T00 2" }));
        }
    }

    [TestCase("1,\"5#2022-01-25T00,1", "a quote is not closed")]
    [TestCase("\"1,5#2022-01-25T00,1\"x\"", "a closing quote is followed by more text")]
    public async Task A_stray_quote_spoils_its_line_and_no_other(string line, string reason)
    {
        var others = Enumerable.Range(10, 10_000).Select(number => $"{number},5#2022-01-25T00,1\n").ToArray();

        await _function.WriteAsync($"{HourHeader}{line}\n{string.Concat(others)}{line}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Rejections, Is.EqualTo(new[] { (2L, line, reason), (10_003L, line, reason) }));
            Assert.That(_function.Items.Count(), Is.EqualTo(10_000));
        }
    }

    [Test]
    public async Task A_quote_that_is_not_closed_before_quoted_lines_spoils_its_line_and_no_other()
    {
        await _function.WriteAsync($"{HourHeader}\"1\",\"5#2022-01-25T00\",\"1\n\"2\",\"5#2022-01-25T00\",\"2\"\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Rejections, Is.EqualTo(new[]
            {
                (2L, "\"1\",\"5#2022-01-25T00\",\"1", "a closing quote is followed by more text"),
            }));
            Assert.That(_function.Items, Is.EqualTo(new[] { "2 5#2022-01-25T00 2" }));
        }
    }

    [TestCase(65_535, "")]
    [TestCase(65_536, "")]
    [TestCase(200_000, "")]
    [TestCase(400_000, "\n2,5#2022-01-25T00,2\n")]
    public async Task A_line_without_an_end_is_cut_and_the_next_is_read(int length, string rest)
    {
        await _function.WriteAsync($"{HourHeader}{new string('x', length)}{rest}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_function.Rejections.Single().Line, Is.EqualTo(2));
            Assert.That(_function.Rejections.Single().Text, Does.StartWith($"{new string('x', 2_000)}… ("));
            Assert.That(
                _function.Rejections.Single().Reason,
                Is.EqualTo(length >= 65_536 ? "the line has 65536 bytes or more" : "the number of fields is 1 instead of 3"));
            Assert.That(_function.Items.Count(), Is.EqualTo(rest.Length > 0 ? 1 : 0));
        }
    }

    [TestCase("6.24", "6.24")]
    [TestCase("6.240", "6.24")]
    [TestCase("0.1", "0.1")]
    [TestCase("-0.10", "-0.1")]
    [TestCase("0", "0")]
    [TestCase("-0.0", "0")]
    [TestCase("007", "7")]
    [TestCase("+7", "7")]
    [TestCase("100", "100")]
    [TestCase("1.0E-4", "0.0001")]
    [TestCase("1.2345E7", "12345000")]
    [TestCase("1.2345E2", "123.45")]
    [TestCase("1e+2", "100")]
    [TestCase("0E999999999999", "0")]
    [TestCase("0.30000000000000004", "0.30000000000000004")]
    [TestCase("12345678901234567890123456789012345678", "12345678901234567890123456789012345678")]
    [TestCase("0.00012345678901234567890123456789012345678", "0.00012345678901234567890123456789012345678")]
    public async Task An_amount_keeps_every_digit(string text, string number)
    {
        await _function.WriteAsync($"{HourHeader}\"-10\",\"5#2022-01-25T00\",\"{text}\"\n");

        Assert.That(_function.Items, Is.EqualTo(new[] { $"-10 5#2022-01-25T00 {number}" }));
    }
}
