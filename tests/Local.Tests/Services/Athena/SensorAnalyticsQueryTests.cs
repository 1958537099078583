using System.Text.Json;
using Fanout.Infra.Workflows.SensorAnalytics;
using Fanout.Local.Services.Athena;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Tests.Local.Workflows;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>The query of sensor-analytics over the table that it deploys, with files of other makers.</summary>
public sealed class SensorAnalyticsQueryTests
{
    private const string Day = "2026-01-31";
    private static readonly SensorAnalyticsResources Resources = new(
        "fanout-dev-sensor-data-123456789012", "results", "fanout_dev_sensor_analytics", "reports",
        "arn:aws:lambda:us-east-1:123456789012:function:batch", "https://queue/rejected");

    private TestAthena _athena = null!;

    [SetUp]
    public async Task AddTable()
    {
        _athena = new TestAthena(new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero));
        await DeployedTables.AddAsync(_athena, context => _ = new SensorAnalyticsWorkflow(context));
    }

    [TearDown]
    public async Task StopAthena() => await _athena.DisposeAsync();

    [TestCase("d1,T,20,50,80,1,2", TestName = "a line without names and end")]
    [TestCase("d1,T,20,50,80,1,2\n", TestName = "a line without names")]
    [TestCase("\ufeffd1,T,20,50,80,1,2\r\n\r\n \t\r\n", TestName = "a byte order mark and blank lines")]
    [TestCase("deviceid,timestamp,temperature,humidity,batterylevel,latitude,longitude\rd1,T,20,50,80,1,2\r", TestName = "carriage returns alone")]
    [TestCase("\ufeff\"Device ID\";\"Timestamp\";Temperature;humidity;battery_level;latitude;longitude\n\"d1\";T;20;50;80;1;2\n", TestName = "semicolons and names in quotation marks")]
    [TestCase("deviceId\ttimestamp\ttemperature\thumidity\tbatteryLevel\tlatitude\tlongitude\nd1\tT\t20\t50\t80\t1\t2\n", TestName = "tabs")]
    [TestCase("deviceid;timestamp;temperature;humidity;batterylevel;latitude;longitude\nd1;T;20;50;80;1;2;\n", TestName = "a delimiter at the end of a line")]
    [TestCase("deviceid,timestamp,temperature,humidity,batterylevel,latitude,longitude,,\nd1,T,20,50,80,1,2,,\n", TestName = "columns without names")]
    [TestCase("Note,\"deviceid\",timestamp,\"a, b\",temperature,humidity,batterylevel,latitude,longitude\nok; fine,d1,T,x,20,50,80,1,2\n", TestName = "a comma within a name and a semicolon within a field")]
    [TestCase("deviceid,timestamp,temperature,humidity,batterylevel,latitude,longitude\nd1;T;20;50;80;1;2\n", TestName = "lines with another delimiter than names")]
    [TestCase("\ufeff\ufeffd1,T,20,50,80,1,2\n", TestName = "two byte order marks")]
    [TestCase(" d1 , T, 20 ,\"50\" , \"80\",1,2 \n", TestName = "spaces around fields")]
    [TestCase("longitude,latitude,note,batterylevel,humidity,temperature,timestamp,deviceid\n2,1,\"x, y\",80,50,20,T,d1\n", TestName = "names in another order and one more")]
    public async Task A_line_is_cut_into_its_columns(string file)
    {
        var row = (await UnloadAsync(file)).Single();

        Assert.That(row, Is.EqualTo(
            """{"deviceid":"d1","timestamp":"T","temperature":"20","humidity":"50","batterylevel":"80","latitude":"1","longitude":"2","lineflaw":null,"line":null}"""));
    }

    [Test]
    public async Task Columns_that_a_file_does_not_name_and_not_every_sensor_has_are_null() =>
        Assert.That((await UnloadAsync("timestamp,deviceid,humidity,temperature,batterylevel\nT,d1,50,,80\n")).Single(), Is.EqualTo(
            """{"deviceid":"d1","timestamp":"T","temperature":"","humidity":"50","batterylevel":"80","latitude":null,"longitude":null,"lineflaw":null,"line":null}"""));

    [Test]
    public async Task A_comma_of_a_number_without_a_point_is_its_point()
    {
        var rows = await UnloadAsync("deviceid;timestamp;temperature;humidity;batterylevel\nd,1;1,5;-20,5;1.234,5;\"80,0\"\n");

        Assert.That(rows.Single(), Does.StartWith("""{"deviceid":"d,1","timestamp":"1,5","temperature":"-20.5","humidity":"1.234,5","batterylevel":"80.0","""));
    }

    [Test]
    public async Task Lines_of_words_for_no_value_are_no_names_and_reject_no_other_line()
    {
        var rows = await UnloadAsync("d1,T,20,50,80,1,2\nKitchen,today,NaN,null,unknown,North,East\n");

        Assert.That(rows.Select(Rejected), Is.EqualTo(new string?[] { null, null }));
    }

    [Test]
    public async Task Readings_of_one_device_and_time_that_differ_are_rejected_and_repeated_ones_are_not()
    {
        Put("other.csv", "d1,T,20,50,80,1,2\nd1,U,20,50,80,1,2\nd2,T,20,50,80,1,2\n");

        var rows = await UnloadAsync("d1,T,20,50,81,1,2\nd1,U,20,50,80,1,2\n");

        Assert.That(rows.Select(Rejected), Is.EquivalentTo(new[]
        {
            "contradictory d1,T,20,50,80,1,2", "contradictory d1,T,20,50,81,1,2", null, null, null,
        }));
    }

    [TestCase("1748908800000", "2025-06-03T00:00:00Z")]
    [TestCase("1748908800000", "2025-06-03")]
    [TestCase("1748908800000", "1748908800000.0")]
    [TestCase("2025-06-03 00:00", "2025-06-03T00:00:00.000")]
    [TestCase("2025-06-03T02:00:00+02:00", "2025-06-02 20:30:00.0-0330")]
    [TestCase("2025-06-03T00:00:00.1231Z", "2025-06-03 00:00:00.1239 UTC")]
    [TestCase("-86400123456", "-86400123456")]
    [TestCase("1969-12-31T23:59:59.999Z", "1969-12-31 23:59:59.9995")]
    public async Task One_instant_is_one_time_however_it_is_written(string time, string same)
    {
        var rows = await UnloadAsync($"d1,{time},20,50,80,1,2\nd1,{same},21,50,80,1,2\nd2,{time},20,50,80,1,2\nd2,{same},20,50,80,1,2\n");

        Assert.That(rows.Select(Rejected), Is.EquivalentTo(new[]
        {
            $"contradictory d1,{time},20,50,80,1,2", $"contradictory d1,{same},21,50,80,1,2", null, null,
        }));
    }

    [TestCase("2025-06-03T00:00:00Z", "2025-06-03T00:00:00+00:01")]
    [TestCase("2025-06-03T00:00:00.001Z", "2025-06-03T00:00:00.002Z")]
    [TestCase("2025-06-03", "20250603")]
    [TestCase("2025-02-30", "2025-03-02")]
    [TestCase("today", "now")]
    public async Task Other_instants_and_what_is_none_are_other_times(string time, string other) => Assert.That(
        (await UnloadAsync($"d1,{time},20,50,80,1,2\nd1,{other},21,50,80,1,2\n")).Select(Rejected), Is.EqualTo(new string?[] { null, null }));

    [TestCase("20", "20.0")]
    [TestCase("+20", "\"20,00\"")]
    [TestCase("020", "20.")]
    [TestCase("-0.50", "-00.5")]
    [TestCase("0", "-0.0")]
    [TestCase("100", "100.000")]
    public async Task One_number_is_one_value_however_it_is_written(string number, string same) => Assert.That(
        (await UnloadAsync($"d1,T,{number},50,80,1,2\nd1,T,{same},50,80,1,2\n")).Select(Rejected), Is.EqualTo(new string?[] { null, null }));

    [TestCase("20", "200")]
    [TestCase("0.5", "0.05")]
    [TestCase("-1", "1")]
    [TestCase("0.1", "0.10000000000000000000001")]
    [TestCase("NaN", "20")]
    public async Task Other_numbers_are_other_values(string number, string other) => Assert.That(
        (await UnloadAsync($"d1,T,{number},50,80,1,2\nd1,T,{other},50,80,1,2\n")).Select(Rejected), Has.All.StartsWith("contradictory "));

    [Test]
    public async Task A_device_that_is_not_UTF_8_is_told()
    {
        PutBytes("part.csv", System.Text.Encoding.Latin1.GetBytes("Z\u00fcrich,T,20,50,80,1,2\n"));

        Assert.That((await UnloadAsync()).Select(Rejected), Is.EqualTo(new[] { "notUtf8 Z\ufffdrich,T,20,50,80,1,2" }));
    }

    [TestCase("a\\b", "a\\b")]
    [TestCase("\"a \"\"b\"\", c; d\"", "a \"b\", c; d")]
    [TestCase("\" a \"", " a ")]
    [TestCase("\"\"", "")]
    [TestCase("\"\"\"\"", "\"")]
    [TestCase("Zürich 😀", "Zürich 😀")]
    [TestCase("a\ufeffb", "a\ufeffb")]
    public async Task Texts_arrive_as_they_were_written(string field, string text)
    {
        var row = (await UnloadAsync($"{field},T,20,50,80,1,2\n")).Single();

        Assert.That(JsonElement.Parse(row).GetProperty("deviceid").GetString(), Is.EqualTo(text));
    }

    [TestCase("d1,T,20,5,50,80,1,2", TestName = "a decimal comma makes an eighth field")]
    [TestCase("d1,T,20,50,80", TestName = "no place and no names")]
    [TestCase("d1,T,20,50,80,1,\"2", TestName = "a quotation mark is not closed")]
    [TestCase("d1,T,20,50,80,1,2\"\"", TestName = "a quotation mark is within a field")]
    [TestCase("\"d1\"x,T,20,50,80,1,2", TestName = "text is beside the quotation marks")]
    [TestCase("d;1,T,20,50,80,1,2", TestName = "a semicolon is within a field")]
    [TestCase("hello, world", TestName = "words")]
    [TestCase("\\N", TestName = "a marker of NULL")]
    public async Task A_line_that_does_not_fit_is_told_as_it_is(string line)
    {
        var rows = await UnloadAsync($"d0,T,20,50,80,1,2\n{line}\nd2,T,20,50,80,1,2\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows.Select(Rejected), Is.EquivalentTo(new[] { null, $"notParsed {line}", null }));
            Assert.That(
                rows.Single(row => Rejected(row) is not null),
                Does.StartWith("""{"deviceid":null,"timestamp":null,"temperature":null,"humidity":null,"batterylevel":null,"latitude":null,"longitude":null,"""));
        }
    }

    [TestCase("deviceid,timestamp,temperature_c,humidity,batterylevel,latitude,longitude", TestName = "one name is another")]
    [TestCase("sensor,measured,warmth,wetness,charge,north,east", TestName = "all names are others")]
    [TestCase("deviceid,timestamp,temperature,humidity,humidity,batterylevel,latitude,longitude", TestName = "one name is there twice")]
    [TestCase("deviceid,timestamp", TestName = "names are missing")]
    [TestCase("1st_id,device,(C),%,%,U1,U2", TestName = "names of other signs")]
    [TestCase("_id;when;value;value;value;north;east", TestName = "a foreign name is there twice")]
    public async Task Lines_below_other_names_are_told_as_they_are_and_no_other_files(string names)
    {
        Put("other.csv", "d2,T,20,50,80,1,2\n");

        var rows = await UnloadAsync($"{names}\nd1,T,20,50,80,1,2\n");

        Assert.That(rows.Select(Rejected), Is.SupersetOf(new[] { "otherColumns d1,T,20,50,80,1,2", null }));
    }

    [Test]
    public async Task Other_names_than_there_are_columns_are_other_names_where_no_line_has_as_many_fields()
    {
        var rows = await UnloadAsync("time,device,temp,hum,bat\nT,d1,20,50,80\n");

        Assert.That(rows.Select(Rejected), Is.EquivalentTo(new[] { "otherColumns time,device,temp,hum,bat", "otherColumns T,d1,20,50,80" }));
    }

    [Test]
    public async Task Two_sets_of_names_in_a_file_leave_no_doubt_unsaid()
    {
        const string names = "deviceid,timestamp,temperature,humidity,batterylevel";

        var same = await UnloadAsync($"{names}\nd1,T,20,50,80\n{names}\nd2,T,20,50,80\n");
        var other = await UnloadAsync($"{names}\nd1,T,20,50,80\ndeviceid,timestamp,humidity,temperature,batterylevel\nd2,T,50,20,80\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(same.Select(Rejected), Is.EqualTo(new string?[] { null, null }));
            Assert.That(other.Select(Rejected), Is.EquivalentTo(new[] { "otherColumns d1,T,20,50,80", "otherColumns d2,T,50,20,80" }));
        }
    }

    private static string? Rejected(string row)
    {
        var reading = JsonElement.Parse(row);
        return reading.GetProperty("lineflaw").GetString() is { } flaw ? $"{flaw} {reading.GetProperty("line").GetString()}" : null;
    }

    private void Put(string name, string content) => PutBytes(name, System.Text.Encoding.UTF8.GetBytes(content));

    private void PutBytes(string name, byte[] content) => _athena.Store.Put(Resources.DataBucket, $"readings/day={Day}/{name}", content);

    private Task<List<string>> UnloadAsync(string file)
    {
        Put("part.csv", file);
        return UnloadAsync();
    }

    private async Task<List<string>> UnloadAsync()
    {
        var query = await SensorAnalyticsTests.QueryAsync(Day, Resources);
        var execution = await _athena.RunAsync(query, database: Resources.Database);
        Assert.That(execution.State, Is.EqualTo(QueryState.Succeeded), execution.Reason);
        var rows = new List<string>();
        var reader = new ParquetReader();
        foreach (var path in _athena.Store.Text(execution.ManifestLocation!).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await foreach (var row in reader.ReadParquetAsync(new MemoryStream(_athena.Store.Bytes(path)), CancellationToken.None))
            {
                rows.Add(row.GetRawText());
            }
        }

        return rows;
    }
}
