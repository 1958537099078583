using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Tests.Local.Services.Athena;

public sealed class SelectTests
{
    private const string Names = "id,device,temperature,price,isok,measured,born\n";

    [Test]
    public async Task A_result_has_its_names_its_values_in_quotation_marks_and_nothing_for_NULL()
    {
        await using var athena = new TestAthena();
        athena.AddReadings();
        athena.Store.Put("data", "readings/2022/01/01/a.csv", Names
            + "1,say \"hi\",21.5,1.50,true,2022-01-01 10:00:00,2021-12-31\n"
            + "2,,1e10,,FALSE,2022-01-01 10:00:00.125,\n"
            + "\\N,\\N,\\N,\\N,\\N,\\N,\\N\n");

        var execution = await athena.RunAsync("SELECT * FROM readings ORDER BY id");

        Assert.That(execution.State, Is.EqualTo(QueryState.Succeeded), execution.Reason);
        Assert.That(execution.OutputLocation, Is.EqualTo($"s3://results/out/{execution.Id}.csv"));
        Assert.That(athena.Store.Text(execution.OutputLocation), Is.EqualTo(
            "\"id\",\"device\",\"temperature\",\"price\",\"isok\",\"measured\",\"born\",\"day\"\n"
            + "\"1\",\"say \"\"hi\"\"\",\"21.5\",\"1.50\",\"true\",\"2022-01-01 10:00:00.000\",\"2021-12-31\",\"2022/01/01\"\n"
            + "\"2\",\"\",\"1.0E10\",,\"false\",\"2022-01-01 10:00:00.125\",,\"2022/01/01\"\n"
            + ",,,,,,,\"2022/01/01\"\n"));
        Assert.That(athena.Store.Keys("results"), Is.EqualTo(new[] { $"out/{execution.Id}.csv", $"out/{execution.Id}.csv.metadata" }));
    }

    [Test]
    public async Task A_value_that_is_none_of_its_column_is_NULL_and_so_are_fields_that_are_missing()
    {
        await using var athena = new TestAthena();
        athena.AddReadings();
        athena.Store.Put("data", "readings/2022/01/01/a.csv", Names
            + "x,d1,warm,1_0,yes,2022-01-01T10:00:00,31.12.2021\n"
            + "1e5,d2\n"
            + "7,d3,NaN,1,true,2022-01-01 10:00:00,2021-12-31,one field more\n");

        Assert.That(await athena.SelectAsync("SELECT id, device, temperature, price, isok, measured, born FROM readings ORDER BY device"), Is.EqualTo(new[]
        {
            "\"id\",\"device\",\"temperature\",\"price\",\"isok\",\"measured\",\"born\"",
            ",\"d1\",,,,,",
            ",\"d2\",,,,,",
            "\"7\",\"d3\",\"NaN\",\"1.00\",\"true\",\"2022-01-01 10:00:00.000\",\"2021-12-31\"",
        }));
    }

    [Test]
    public async Task Columns_have_the_names_that_the_query_gives_them_and_Trinos_types()
    {
        await using var athena = new TestAthena();

        var execution = await athena.RunAsync(
            "WITH t(Id, price) AS (VALUES (1, DECIMAL '1.50'), (2, 2)) SELECT ID, id AS \"Item Nr\", price * 2, sum(price) OVER () AS Total, NULL, id FROM t");

        Assert.That(execution.Reason, Is.Null);
        Assert.That(
            execution.Columns.Select(column => $"{column.Name} {column.Type}"),
            Is.EqualTo(new[] { "ID integer", "Item Nr integer", "_col2 decimal(22,2)", "Total decimal(38,2)", "_col4 unknown", "id integer" }));
    }

    [TestCase("SELECT foo.* FROM (VALUES 1) t(x)", "TABLE_NOT_FOUND: line 1:8: Unable to resolve reference foo")]
    [TestCase("SELECT 1, t.* FROM readings", "TABLE_NOT_FOUND: line 1:11: Unable to resolve reference t")]
    [TestCase("SELECT *", "COLUMN_NOT_FOUND: line 1:8: SELECT * not allowed in queries without FROM clause")]
    public async Task A_star_has_columns(string query, string reason)
    {
        await using var athena = new TestAthena();
        athena.AddReadings();

        Assert.That((await athena.RunAsync(query)).Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task A_table_without_objects_has_no_rows()
    {
        await using var athena = new TestAthena();
        athena.AddReadings();

        Assert.That(await athena.SelectAsync("SELECT id, day FROM readings"), Is.EqualTo(new[] { "\"id\",\"day\"" }));
        Assert.That(await athena.SelectAsync("SELECT count(*) AS n FROM readings"), Is.EqualTo(new[] { "\"n\"", "\"0\"" }));
    }

    [Test]
    public async Task Compressed_objects_are_read_and_hidden_ones_are_not()
    {
        await using var athena = new TestAthena();
        athena.AddReadings();
        using var bytes = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Names + "1,ä\r\n2,b"));
        }
        athena.Store.Put("data", "readings/2022/01/01/a.csv.gz", bytes.ToArray());
        athena.Store.Put("data", "readings/2022/01/01/_SUCCESS", "x");
        athena.Store.Put("data", "readings/2022/01/01/.hidden", "x");
        athena.Store.Put("data", "readings/2022/01/01/", "");

        Assert.That(await athena.SelectAsync("SELECT id, device FROM readings ORDER BY id"), Is.EqualTo(new[]
        {
            "\"id\",\"device\"", "\"1\",\"ä\"", "\"2\",\"b\"",
        }));
    }

    [TestCase(2, 63_000)]
    [TestCase(2, 65_000)]
    [TestCase(300, 60_000, TestName = "More little objects than are kept in memory are read")]
    public async Task All_objects_are_read_whatever_their_size(int objects, int length)
    {
        await using var athena = new TestAthena();
        athena.AddReadings();
        for (var number = 0; number < objects; number++)
        {
            athena.Store.Put("data", $"readings/2022/01/01/{number}.csv", $"{Names}{number},{new string('x', length)}");
        }

        Assert.That(
            await athena.SelectAsync("SELECT count(*) AS n, sum(id) AS ids, sum(length(device)) AS letters FROM readings"),
            Is.EqualTo(new[] { "\"n\",\"ids\",\"letters\"", $"\"{objects}\",\"{objects * (objects - 1) / 2}\",\"{objects * length}\"" }));
    }

    [TestCase("a file that is not compressed")]
    [TestCase(null, TestName = "A file that ends too early fails the query by its name")]
    public async Task A_file_that_cannot_be_unpacked_fails_the_query_by_its_name(string? content)
    {
        await using var athena = new TestAthena();
        athena.AddReadings();
        using var bytes = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(System.Security.Cryptography.RandomNumberGenerator.GetBytes(10_000));
        }
        athena.Store.Put(
            "data", "readings/2022/01/01/a.csv.gz", content is null ? bytes.ToArray()[..5_000] : System.Text.Encoding.UTF8.GetBytes(content));

        var execution = await athena.RunAsync("SELECT id FROM readings");

        Assert.That(execution.Reason, Does.StartWith("HIVE_CURSOR_ERROR: Failed to read file at s3://data/readings/2022/01/01/a.csv.gz: "));
    }

    [Test]
    public async Task A_long_line_is_read_and_one_that_is_too_long_fails_the_query_by_its_file()
    {
        await using var athena = new TestAthena();
        athena.AddReadings();
        athena.Store.Put("data", "readings/2022/01/01/a.csv", $"{Names}1,{new string('"', 4_999_998)}");

        Assert.That(await athena.SelectAsync("SELECT id, length(device) AS n FROM readings"), Is.EqualTo(new[] { "\"id\",\"n\"", "\"1\",\"4999998\"" }));

        athena.Store.Put("data", "readings/2022/01/01/a.csv", $"{Names}1,{new string('x', 4_999_999)}");

        Assert.That((await athena.RunAsync("SELECT id FROM readings")).Reason, Is.EqualTo(
            "HIVE_BAD_DATA: Line too long in text file: s3://data/readings/2022/01/01/a.csv: line 2 has 5,000,001 characters; the local Athena reads up to 5,000,000"));
    }

    [Test]
    public async Task Roll_ups_joined_with_customers_give_keys_and_rounded_sums()
    {
        await using var athena = new TestAthena();
        athena.AddTable("customers", new Serde("lazy", Delimiter: ","), ("customerid", "bigint"), ("sensorid", "string"));
        athena.AddTable("meters", new Serde("lazy", Delimiter: ","), ("sensorid", "string"), ("measured", "timestamp"), ("kwh", "double"));
        athena.Store.Put("data", "customers/c.csv", "10027610,51246501\n10027611,51246502\n");
        athena.Store.Put("data", "meters/m.csv",
            "51246501,2022-01-25 00:10:00,0.1\n51246501,2022-01-25 00:50:00,0.2\n51246501,2022-01-25 01:10:00,0.23\n51246502,2022-01-25 00:00:00,1.005\n");

        Assert.That(
            await athena.SelectAsync("""
                SELECT c.customerid,
                       m.sensorid || '#' || date_format(m.measured, '%Y-%m-%dT%H') AS sensorid_hour,
                       round(sum(m.kwh), 2) AS total_kwh
                FROM "db"."meters" m JOIN "awsdatacatalog"."db"."customers" c ON m.sensorid = c.sensorid
                GROUP BY c.customerid, m.sensorid || '#' || date_format(m.measured, '%Y-%m-%dT%H')
                ORDER BY 1, 2
                """),
            Is.EqualTo(new[]
            {
                "\"customerid\",\"sensorid_hour\",\"total_kwh\"",
                "\"10027610\",\"51246501#2022-01-25T00\",\"0.3\"",
                "\"10027610\",\"51246501#2022-01-25T01\",\"0.23\"",
                "\"10027611\",\"51246502#2022-01-25T00\",\"1.0\"",
            }));
    }
}
