using System.Text.Json;
using Fanout.Infra.Workflows.SensorAnalytics;
using Fanout.Local.Athena;
using Fanout.Local.Athena.Queries;
using Fanout.Tests.Local.Workflows;

namespace Fanout.Tests.Local.Athena;

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
    [TestCase(" d1 , T, 20 ,\"50\" , \"80\",1,2 \n", TestName = "spaces around fields")]
    [TestCase("longitude,latitude,note,batterylevel,humidity,temperature,timestamp,deviceid\n2,1,\"x, y\",80,50,20,T,d1\n", TestName = "names in another order and one more")]
    public async Task A_line_is_cut_into_its_columns(string file)
    {
        var row = (await UnloadAsync(file)).Single();

        Assert.That(row, Is.EqualTo(
            """{"deviceid":"d1","timestamp":"T","temperature":"20","humidity":"50","batterylevel":"80","latitude":"1","longitude":"2","unparsedline":null}"""));
    }

    [Test]
    public async Task Columns_that_a_file_does_not_name_and_not_every_sensor_has_are_null() =>
        Assert.That((await UnloadAsync("timestamp,deviceid,humidity,temperature,batterylevel\nT,d1,50,,80\n")).Single(), Is.EqualTo(
            """{"deviceid":"d1","timestamp":"T","temperature":"","humidity":"50","batterylevel":"80","latitude":null,"longitude":null,"unparsedline":null}"""));

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
            Assert.That(rows.Select(Unparsed), Is.EquivalentTo(new[] { null, line, null }));
            Assert.That(
                rows.Single(row => Unparsed(row) is not null),
                Does.StartWith("""{"deviceid":null,"timestamp":null,"temperature":null,"humidity":null,"batterylevel":null,"latitude":null,"longitude":null,"""));
        }
    }

    [TestCase("deviceid,timestamp,temperature_c,humidity,batterylevel,latitude,longitude", TestName = "one name is another")]
    [TestCase("sensor,measured,warmth,wetness,charge,north,east", TestName = "all names are others")]
    [TestCase("deviceid,timestamp,temperature,humidity,humidity,batterylevel,latitude,longitude", TestName = "one name is there twice")]
    [TestCase("deviceid,timestamp", TestName = "names are missing")]
    public async Task Lines_below_other_names_are_told_as_they_are_and_no_other_files(string names)
    {
        Put("other.csv", "d2,T,20,50,80,1,2\n");

        var rows = await UnloadAsync($"{names}\nd1,T,20,50,80,1,2\n");

        Assert.That(rows.Select(Unparsed), Is.SupersetOf(new[] { "d1,T,20,50,80,1,2", null }));
    }

    [Test]
    public async Task Two_sets_of_names_in_a_file_leave_no_doubt_unsaid()
    {
        const string names = "deviceid,timestamp,temperature,humidity,batterylevel";

        var same = await UnloadAsync($"{names}\nd1,T,20,50,80\n{names}\nd2,T,20,50,80\n");
        var other = await UnloadAsync($"{names}\nd1,T,20,50,80\ndeviceid,timestamp,humidity,temperature,batterylevel\nd2,T,50,20,80\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(same.Select(Unparsed), Is.EqualTo(new string?[] { null, null }));
            Assert.That(other.Select(Unparsed), Is.EquivalentTo(new[] { "d1,T,20,50,80", "d2,T,50,20,80" }));
        }
    }

    private static string? Unparsed(string row) => JsonElement.Parse(row).GetProperty("unparsedline").GetString();

    private void Put(string name, string content) => _athena.Store.Put(Resources.DataBucket, $"readings/day={Day}/{name}", content);

    private async Task<List<string>> UnloadAsync(string file)
    {
        Put("part.csv", file);
        var query = await SensorAnalyticsTests.QueryAsync(Day, Resources);
        var execution = await _athena.RunAsync(query, database: Resources.Database);
        Assert.That(execution.State, Is.EqualTo(QueryState.Succeeded), execution.Reason);
        var rows = new List<string>();
        var reader = new ParquetReader(_ => Task.FromResult(SharedDuckDb.Engine));
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
