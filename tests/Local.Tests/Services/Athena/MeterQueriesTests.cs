using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>The roll-ups of electricity readings: what Trino answers to them, letter by letter.</summary>
public sealed class MeterQueriesTests
{
    private const string From = " FROM iot_electricity_metering iot INNER JOIN customer_meter_sensor cust ON (iot.sensorid = cust.sensorid) ";

    private const string Hour = "SELECT cust.customerid, (cast(cust.sensorid as varchar) || '#' || iot.year || '-' || iot.month || '-' || iot.day "
        + "|| 'T' || iot.hourcollected) sensorid_hour, iot.kwh total_kwh" + From
        + "WHERE year = '2022' AND month = '01' AND day = '05' ORDER BY 1, 2";

    private const string Day = "SELECT cust.customerid, (cast(cust.sensorid as varchar) || '#' || iot.year || '-' || iot.month || '-' || iot.day) "
        + "sensorid_day, ROUND(SUM(iot.kwh), 2) total_kwh" + From
        + "WHERE year = '2022' AND month = '01' AND day = '05' "
        + "GROUP BY cust.customerid, (cast(cust.sensorid as varchar) || '#' || iot.year || '-' || iot.month || '-' || iot.day) ORDER BY 1, 2";

    private const string Month = "SELECT cust.customerid, (cast(cust.sensorid as varchar) || '#' || iot.year || '-' || iot.month) sensorid_month, "
        + "ROUND(SUM(iot.kwh), 2) total_kwh" + From
        + "WHERE year = '2022' AND month = '01' "
        + "GROUP BY cust.customerid, (cast(cust.sensorid as varchar) || '#' || iot.year || '-' || iot.month) ORDER BY 1, 2";

    private TestAthena _athena = null!;

    [SetUp]
    public void Make()
    {
        _athena = new TestAthena();
        _athena.AddTable(
            "customer_meter_sensor", Csv, ("customerid", "bigint"), ("sensorid", "bigint"), ("sensorgroup", "string"));
        _athena.Catalog.CreateTable(new GlueTable(
            "db",
            "iot_electricity_metering",
            "s3://data/iot/",
            [
                new("sensorid", "bigint"), new("voltage", "bigint"), new("current", "bigint"), new("frequency", "bigint"),
                new("kwh", "double"), new("hourcollected", "string"),
            ],
            [new("year", "string"), new("month", "string"), new("day", "string")],
            Csv,
            PartitionProjection.Of("iot", "s3://data/iot/", [new("year", "string"), new("month", "string"), new("day", "string")], new Dictionary<string, string>
            {
                ["projection.enabled"] = "true",
                ["projection.year.type"] = "integer",
                ["projection.year.range"] = "2020,2030",
                ["projection.month.type"] = "integer",
                ["projection.month.range"] = "1,12",
                ["projection.month.digits"] = "2",
                ["projection.day.type"] = "integer",
                ["projection.day.range"] = "1,31",
                ["projection.day.digits"] = "2",
            })));
        _athena.Store.Put("data", "customer_meter_sensor/c.csv", "CustomerID,SensorID,SensorGroup\n10027611,51246502,B\n10027610,51246501,B\n");
    }

    [TearDown]
    public async Task StopAsync() => await _athena.DisposeAsync();

    private static Serde Csv => new("lazy", Delimiter: ",", NullText: "\\N", SkippedLines: 1);

    [Test]
    public async Task By_hour_each_reading_is_a_line_as_it_is_written()
    {
        Put("year=2022/month=01/day=05/h00.csv", "51246502,240,10,60,6,00", "51246501,240,10,60,0.3,00");
        Put("year=2022/month=01/day=05/h01.csv", "51246501,240,10,60,0.0001,01", "51246502,240,10,60,12345678.9,01", "51246599,240,10,60,1,01");

        Assert.That(await _athena.SelectAsync(Hour), Is.EqualTo(new[]
        {
            "\"customerid\",\"sensorid_hour\",\"total_kwh\"",
            "\"10027610\",\"51246501#2022-01-05T00\",\"0.3\"",
            "\"10027610\",\"51246501#2022-01-05T01\",\"1.0E-4\"",
            "\"10027611\",\"51246502#2022-01-05T00\",\"6.0\"",
            "\"10027611\",\"51246502#2022-01-05T01\",\"1.23456789E7\"",
        }));
    }

    [Test]
    public async Task By_day_sums_are_rounded_to_two_digits()
    {
        Put("year=2022/month=01/day=05/h00.csv", "51246501,240,10,60,0.1,00", "51246502,240,10,60,2.5,00");
        Put("year=2022/month=01/day=05/h01.csv", "51246501,240,10,60,0.2,01", "51246502,240,10,60,3.5,01");
        Put("year=2022/month=01/day=06/h00.csv", "51246501,240,10,60,100,00");

        Assert.That(await _athena.SelectAsync(Day), Is.EqualTo(new[]
        {
            "\"customerid\",\"sensorid_day\",\"total_kwh\"",
            "\"10027610\",\"51246501#2022-01-05\",\"0.3\"",
            "\"10027611\",\"51246502#2022-01-05\",\"6.0\"",
        }));
    }

    [Test]
    public async Task By_month_all_its_days_are_read_and_no_other()
    {
        Put("year=2022/month=01/day=01/a.csv", "51246501,240,10,60,1.005,00");
        Put("year=2022/month=01/day=31/a.csv", "51246501,240,10,60,2.12,00");
        Put("year=2022/month=1/day=02/a.csv", "51246501,240,10,60,100,00");
        Put("year=2022/month=02/day=01/a.csv", "51246501,240,10,60,100,00");
        Put("year=2021/month=01/day=01/a.csv", "51246501,240,10,60,100,00");

        Assert.That(await _athena.SelectAsync(Month), Is.EqualTo(new[]
        {
            "\"customerid\",\"sensorid_month\",\"total_kwh\"", "\"10027610\",\"51246501#2022-01\",\"3.13\"",
        }));
        Assert.That(_athena.Store.Opened.Where(key => key.StartsWith("iot/", StringComparison.Ordinal)), Is.EquivalentTo(new[]
        {
            "iot/year=2022/month=01/day=01/a.csv", "iot/year=2022/month=01/day=31/a.csv",
        }));
    }

    [Test]
    public async Task A_day_without_files_gives_the_names_of_the_columns_only()
    {
        Assert.That(await _athena.SelectAsync(Hour), Is.EqualTo(new[] { "\"customerid\",\"sensorid_hour\",\"total_kwh\"" }));
        Assert.That(await _athena.SelectAsync(Day), Is.EqualTo(new[] { "\"customerid\",\"sensorid_day\",\"total_kwh\"" }));
    }

    [Test]
    public async Task What_is_no_number_and_what_is_missing_is_NULL_and_quotation_marks_are_letters()
    {
        Put("year=2022/month=01/day=05/a.csv", "51246501,240,10,60,n/a,00", "51246501,240,10,60,,01", "51246501,240,10", "\"51246501\",240,10,60,1,03", "");

        using (Assert.EnterMultipleScope())
        {
            // NULL is not in a text, so the key of the short line is NULL, and last.
            Assert.That((await _athena.SelectAsync(Hour))[1..], Is.EqualTo(new[]
            {
                "\"10027610\",\"51246501#2022-01-05T00\",", "\"10027610\",\"51246501#2022-01-05T01\",", "\"10027610\",,",
            }));
            Assert.That((await _athena.SelectAsync(Day))[1..], Is.EqualTo(new[] { "\"10027610\",\"51246501#2022-01-05\"," }));
        }
    }

    [TestCase("current")]
    [TestCase("\"current\"")]
    [TestCase("iot.current")]
    public async Task The_column_current_needs_no_quotation_marks(string column)
    {
        Put("year=2022/month=01/day=05/a.csv", "51246501,240,10,60,1,00");

        Assert.That(await _athena.SelectAsync($"SELECT {column}{From}"), Is.EqualTo(new[] { "\"current\"", "\"10\"" }));
    }

    // Doubles are rounded as they are, not as they are written: 1.005 is less than a half above 1.
    [TestCase("1.005", "1.0")]
    [TestCase("1.015", "1.01")]
    [TestCase("2.675", "2.68")]
    [TestCase("0.125", "0.13")]
    [TestCase("-0.125", "-0.13")]
    [TestCase("0.375", "0.38")]
    [TestCase("0.004", "0.0")]
    [TestCase("10000000.004", "1.0E7")]
    [TestCase("9999999.99", "9999999.99")]
    [TestCase("0.05", "0.05")]
    public async Task Doubles_are_rounded_half_away_from_zero(string kwh, string rounded)
    {
        Put("year=2022/month=01/day=05/a.csv", $"51246501,240,10,60,{kwh},00");

        Assert.That((await _athena.SelectAsync(Day))[1], Is.EqualTo($"\"10027610\",\"51246501#2022-01-05\",\"{rounded}\""));
    }

    [TestCase("240", "240")]
    [TestCase("240.9", "240")]
    [TestCase("-240.", "-240")]
    [TestCase(".5", "0")]
    [TestCase("+007", "7")]
    [TestCase("9223372036854775807", "9223372036854775807")]
    [TestCase("9223372036854775808", "")]
    [TestCase("1e3", "")]
    [TestCase("240.x", "")]
    [TestCase(" 240", "")]
    [TestCase("+", "")]
    public async Task Integers_lose_their_fraction_and_are_NULL_where_they_are_none(string text, string value)
    {
        Put("year=2022/month=01/day=05/a.csv", $"51246501,{text},10,60,1,00");

        Assert.That((await _athena.SelectAsync("SELECT voltage, sensorid FROM iot_electricity_metering"))[1], Is.EqualTo(
            value.Length == 0 ? ",\"51246501\"" : $"\"{value}\",\"51246501\""));
    }

    [TestCase(" 0.26 ", "\"0.26\"")]
    [TestCase("1e-4", "\"1.0E-4\"")]
    [TestCase("0.26kWh", "")]
    [TestCase("0,26", "\"0.0\"")]
    public async Task Doubles_may_have_spaces_around_them(string text, string value)
    {
        Put("year=2022/month=01/day=05/a.csv", $"51246501,240,10,60,{text},00");

        Assert.That((await _athena.SelectAsync("SELECT kwh, sensorid FROM iot_electricity_metering"))[1], Is.EqualTo($"{value},\"51246501\""));
    }

    private void Put(string key, params string[] lines) => _athena.Store.Put(
        "data", $"iot/{key}", $"SendorID,Voltage,Current,Frequency,kWh,HourCollected\n{string.Concat(lines.Select(line => $"{line}\n"))}");
}
