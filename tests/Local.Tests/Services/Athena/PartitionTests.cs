using Fanout.Local;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Tests.Local.Services.Athena;

public sealed class PartitionTests
{
    private static readonly string[] Days = ["2021/12/31", "2022/01/01", "2022/01/02", "2022/01/31", "2022/02/01"];

    private static TestAthena WithDays()
    {
        var athena = new TestAthena(new DateTimeOffset(2022, 1, 31, 12, 0, 0, TimeSpan.Zero));
        athena.AddReadings(new Serde("lazy", Delimiter: ",", NullText: "\\N"));
        foreach (var day in Days)
        {
            athena.Store.Put("data", $"readings/{day}/a.csv", "1,d\n");
        }
        athena.Store.Put("data", "readings/2022/13/01/a.csv", "1,d\n");
        athena.Store.Put("data", "readings/elsewhere.csv", "1,d\n");
        return athena;
    }

    [TestCase("", "2022/01/01 2022/01/02 2022/01/31")]
    [TestCase("WHERE day = '2022/01/02'", "2022/01/02")]
    [TestCase("WHERE '2022/01/02' = readings.day", "2022/01/02")]
    [TestCase("WHERE day >= '2022/01/02'", "2022/01/02 2022/01/31")]
    [TestCase("WHERE '2022/01/02' < day", "2022/01/31")]
    [TestCase("WHERE day BETWEEN '2022/01/01' AND '2022/01/15' AND id = 1", "2022/01/01 2022/01/02")]
    [TestCase("WHERE day IN ('2022/01/01', '2022/01/31', '2023/01/01')", "2022/01/01 2022/01/31")]
    [TestCase("WHERE day = '2021/12/31'", "")]
    public async Task Only_partitions_that_can_hold_rows_are_read(string where, string read)
    {
        await using var athena = WithDays();

        var days = (await athena.SelectAsync($"SELECT day FROM readings {where} ORDER BY day")).Skip(1).Select(line => line.Trim('"'));

        Assert.That(string.Join(' ', days), Is.EqualTo(read));
        Assert.That(string.Join(' ', athena.Store.Opened.Select(key => key[9..19]).Order(StringComparer.Ordinal)), Is.EqualTo(read));
    }

    [TestCase("WHERE day = '2022/01/02' OR id = 1")]
    [TestCase("WHERE NOT (day = '2022/01/02')")]
    [TestCase("WHERE substr(day, 1, 7) = '2022/01'")]
    [TestCase("a LEFT JOIN readings b ON a.day = '2022/01/01'")]
    [TestCase("WHERE EXISTS (SELECT 1 FROM readings b WHERE b.day = '2022/01/01')")]
    public async Task What_does_not_tell_the_partition_leaves_none_out(string rest)
    {
        await using var athena = WithDays();

        await athena.SelectAsync($"SELECT 1 FROM readings {rest}");

        Assert.That(athena.Store.Opened, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_table_that_is_named_twice_is_read_as_both_need_it()
    {
        await using var athena = WithDays();

        Assert.That(
            await athena.SelectAsync(
                "SELECT a.day FROM readings a WHERE a.day = '2022/01/01' UNION ALL SELECT day FROM readings WHERE day = '2022/01/31' ORDER BY 1"),
            Is.EqualTo(new[] { "\"day\"", "\"2022/01/01\"", "\"2022/01/31\"" }));
        Assert.That(athena.Store.Opened, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_values_that_a_query_names_narrow_the_listing()
    {
        await using var athena = WithDays();

        await athena.SelectAsync("SELECT 1 FROM readings WHERE day = '2022/01/02'");

        Assert.That(athena.Store.Listed, Is.EqualTo(new[] { "readings/2022/01/02/" }));
    }

    [Test]
    public async Task Integers_enumerations_and_injected_values_make_partitions()
    {
        await using var athena = new TestAthena();
        GlueColumn[] keys = [new("year", "int"), new("month", "string"), new("site", "string"), new("tenant", "string")];
        athena.Catalog.CreateTable(new GlueTable(
            "db", "p", "s3://data/p/", [new("id", "bigint")], keys, new Serde("lazy", Delimiter: ","),
            PartitionProjection.Of("p", "s3://data/p/", keys, new Dictionary<string, string>
            {
                ["projection.enabled"] = "true",
                ["projection.year.type"] = "integer",
                ["projection.year.range"] = "2020,2030",
                ["projection.month.type"] = "integer",
                ["projection.month.range"] = "1,12",
                ["projection.month.digits"] = "2",
                ["projection.site.type"] = "enum",
                ["projection.site.values"] = "north, south",
                ["projection.tenant.type"] = "injected",
            })));
        foreach (var key in new[]
        {
            "year=2022/month=01/site=north/tenant=a/", "year=2022/month=1/site=north/tenant=a/", "year=2019/month=01/site=north/tenant=a/",
            "year=2022/month=01/site=west/tenant=a/", "year=2022/month=12/site=south/tenant=a/sub/", "year=2022/month=12/site=south/tenant=b/",
        })
        {
            athena.Store.Put("data", $"p/{key}x.csv", "1\n");
        }

        Assert.That(
            await athena.SelectAsync("SELECT year, month, site, tenant FROM p WHERE tenant = 'a' AND year >= 2021 ORDER BY month"),
            Is.EqualTo(new[] { "\"year\",\"month\",\"site\",\"tenant\"", "\"2022\",\"01\",\"north\",\"a\"", "\"2022\",\"12\",\"south\",\"a\"" }));
        Assert.That(await athena.FailureAsync("SELECT id FROM p"), Is.EqualTo(
            "CONSTRAINT_VIOLATION: For the injected projected partition column tenant, the WHERE clause must contain only "
            + "static equality conditions, and at least one such condition must be present."));
    }

    [Test]
    public async Task Without_projection_no_partition_is_registered_and_no_row_is_found()
    {
        await using var athena = new TestAthena();
        athena.Catalog.CreateTable(new GlueTable(
            "db", "p", "s3://data/p/", [new("id", "bigint")], [new("day", "string")], new Serde("lazy", Delimiter: ","), null));
        athena.Store.Put("data", "p/day=1/x.csv", "1\n");

        Assert.That(await athena.SelectAsync("SELECT id FROM p"), Is.EqualTo(new[] { "\"id\"" }));
    }

    [TestCase("date", "yyyy/MM/dd", "2022/01/01,NOW", null, null, "2022/01/31", true)]
    [TestCase("date", "yyyy/MM/dd", "2022/01/01,NOW", null, null, "2022/02/01", false)]
    [TestCase("date", "yyyy/MM/dd", "2022/01/01,NOW+1DAY", null, null, "2022/02/01", true)]
    [TestCase("date", "yyyy-MM-dd", "NOW-1YEARS,NOW", null, null, "2021-01-31", true)]
    [TestCase("date", "yyyy-MM-dd", "NOW-1YEARS,NOW", null, null, "2021-01-30", false)]
    [TestCase("date", "yyyy-MM-dd", "2022-01-01,NOW", "7", "DAYS", "2022-01-08", true)]
    [TestCase("date", "yyyy-MM-dd", "2022-01-01,NOW", "7", "DAYS", "2022-01-09", false)]
    [TestCase("date", "yyyy-MM", "2021-01,NOW", "3", "MONTHS", "2021-04", true)]
    [TestCase("date", "yyyy-MM", "2021-01,NOW", "3", "MONTHS", "2021-05", false)]
    [TestCase("date", "yyyy-MM-dd-HH", "2022-01-01-00,NOW", "1", "HOURS", "2022-01-31-12", true)]
    [TestCase("date", "yyyy-MM-dd-HH", "2022-01-01-00,NOW", "1", "HOURS", "2022-01-31-13", false)]
    [TestCase("date", "yyyy", "2020,NOW", null, null, "2022", true)]
    public void A_date_is_in_its_range_and_on_its_interval(
        string type, string format, string range, string? interval, string? unit, string value, bool contains)
    {
        var projection = TestAthena.Projection(
            "day", "s3://data/${day}/",
            [.. new[] { ("type", type), ("format", format), ("range", range), ("interval", interval!), ("interval.unit", unit!) }.Where(part => part.Item2 is not null)]);

        Assert.That(
            projection.Columns[0].Contains(value, new DateTimeOffset(2022, 1, 31, 12, 30, 0, TimeSpan.Zero)), Is.EqualTo(contains));
    }

    [TestCase("weekly", "0,1", "", "The table readings, projection.day: the type 'weekly' is none of enum, integer, date, injected.")]
    [TestCase("integer", "0-1", "", "The table readings, projection.day: the range '0-1' is not of the form 0,100.")]
    [TestCase("date", "2022,NOW", "yyyy/MM/dd", "The table readings, projection.day: '2022' in the range is neither NOW nor a date of the format yyyy/MM/dd.")]
    [TestCase("date", "2022-00,NOW", "yyyy-HH", "The table readings, projection.day: interval and interval.unit are required with times of the day.")]
    public void A_projection_that_is_none_is_refused(string type, string range, string format, string message)
    {
        Assert.That(
            () => TestAthena.Projection("day", "s3://data/${day}/", ("type", type), ("range", range), ("format", format)),
            Throws.TypeOf<LocalException>().With.Message.EqualTo(message));
    }

    [Test]
    public void A_template_that_does_not_name_a_key_is_refused()
    {
        Assert.That(
            () => TestAthena.Projection("day", "s3://data/${date}/", ("type", "injected")),
            Throws.TypeOf<LocalException>().With.Message.EqualTo("The table readings: storage.location.template does not name ${day}."));
    }
}
