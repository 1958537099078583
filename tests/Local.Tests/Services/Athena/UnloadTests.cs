using System.IO.Compression;
using System.Text;
using Fanout.Local.Services.Athena;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Tests.Local.Services.Athena;

public sealed class UnloadTests
{
    private readonly TestAthena _athena = new();

    [OneTimeSetUp]
    public void AddTable()
    {
        _athena.AddTable(
            "t", new Serde("lazy", Delimiter: ","),
            ("id", "bigint"), ("s", "string"), ("v", "double"), ("e", "decimal(10,2)"), ("ts", "timestamp"), ("day", "string"));
        _athena.Store.Put("data", "t/a.csv",
            "1,a,0.5,1.10,2022-01-31 00:00:00,x\n2,\"b\",NaN,-0.05,2022-01-31 00:00:00.5,y z/1\n3,,,,,\\N\n");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _athena.DisposeAsync();

    private async Task<string[]> UnloadAsync(string select, string location, string options)
    {
        var execution = await _athena.RunAsync($"UNLOAD ({select}) TO '{location}' WITH ({options})");
        Assert.That(execution.Reason, Is.Null);
        Assert.That(execution.OutputLocation, Is.EqualTo($"s3://results/out/{execution.Id}"));
        Assert.That(execution.ManifestLocation, Is.EqualTo($"s3://results/out/{execution.Id}-manifest.csv"));
        Assert.That(_athena.Store.Keys("results", $"out/{execution.Id}"), Is.EqualTo(new[]
        {
            $"out/{execution.Id}-manifest.csv", $"out/{execution.Id}.metadata",
        }));
        var files = _athena.Store.Text(execution.ManifestLocation!).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(files, Is.EquivalentTo(_athena.Store.Keys("results", location["s3://results/".Length..]).Select(key => $"s3://results/{key}")));
        return files;
    }

    private async Task<List<string>> RowsAsync(string file)
    {
        var rows = new List<string>();
        await foreach (var row in new ParquetReader().ReadParquetAsync(new MemoryStream(_athena.Store.Bytes(file)), CancellationToken.None))
        {
            rows.Add(row.GetRawText());
        }
        return rows;
    }

    [TestCase("SNAPPY")]
    [TestCase("GZIP")]
    [TestCase("ZSTD")]
    [TestCase("LZ4")]
    [TestCase("NONE")]
    public async Task Parquet_gives_the_rows_back_with_the_names_of_Hive(string compression)
    {
        var files = await UnloadAsync(
            "SELECT id AS \"DeviceId\", s, v, e, ts, sum(id) OVER () AS total FROM t ORDER BY id",
            $"s3://results/unload/parquet-{compression}/", $"format = 'PARQUET', compression = '{compression}'");

        Assert.That(files, Has.Length.EqualTo(1));
        Assert.That(files[0], Does.Match($"^s3://results/unload/parquet-{compression}/\\d{{8}}_\\d{{6}}_\\d{{5}}_[a-z0-9]{{5}}_[0-9a-f-]{{36}}$"));
        Assert.That(await RowsAsync(files[0]), Is.EqualTo(new[]
        {
            """{"deviceid":1,"s":"a","v":0.5,"e":1.10,"ts":1643587200000,"total":6}""",
            """{"deviceid":2,"s":"\"b\"","v":"NaN","e":-0.05,"ts":1643587200500,"total":6}""",
            """{"deviceid":3,"s":"","v":null,"e":null,"ts":null,"total":6}""",
        }));
    }

    [Test]
    public async Task Json_has_an_object_a_line_and_is_compressed()
    {
        var files = await UnloadAsync("SELECT id, s, v, e, ts FROM t ORDER BY id", "s3://results/unload/json/", "format = 'JSON'");

        Assert.That(files.Single(), Does.EndWith(".gz"));
        Assert.That(Unzip(files[0]), Is.EqualTo(
            """
            {"id":1,"s":"a","v":0.5,"e":1.10,"ts":"2022-01-31 00:00:00.000"}
            {"id":2,"s":"\"b\"","v":"NaN","e":-0.05,"ts":"2022-01-31 00:00:00.500"}
            {"id":3,"s":"","v":null,"e":null,"ts":null}

            """));
    }

    [Test]
    public async Task Texts_have_the_delimiter_that_was_asked_for()
    {
        var files = await UnloadAsync(
            "SELECT id, s, v FROM t ORDER BY id", "s3://results/unload/text/", "format = 'TEXTFILE', field_delimiter = '|', compression = 'NONE'");

        Assert.That(_athena.Store.Text(files.Single()), Is.EqualTo("1|a|0.5\n2|\"b\"|NaN\n3||\\N\n"));
    }

    [TestCase("PARQUET")]
    [TestCase("JSON")]
    public async Task Partitions_are_folders_and_leave_the_files(string format)
    {
        var location = $"s3://results/unload/partitions-{format}/";
        var files = await UnloadAsync("SELECT id, day FROM t", location, $"format = '{format}', partitioned_by = ARRAY['day']");

        Assert.That(files.Select(file => file[location.Length..file.LastIndexOf('/')]).Order(StringComparer.Ordinal), Is.EqualTo(new[]
        {
            "day=__HIVE_DEFAULT_PARTITION__", "day=x", format == "JSON" ? "day=y z%2F1" : "day=y%20z%2F1",
        }));
        var file = files.Single(file => file.Contains("day=x", StringComparison.Ordinal));
        Assert.That(format == "JSON" ? Unzip(file).TrimEnd() : (await RowsAsync(file)).Single(), Is.EqualTo("""{"id":1}"""));

        var again = await _athena.RunAsync($"UNLOAD (SELECT id, day FROM t) TO '{location}' WITH (format = '{format}', partitioned_by = ARRAY['day'])");
        Assert.That(again.State, Is.EqualTo(QueryState.Succeeded), "partitions are added to");
    }

    [TestCase("PARQUET")]
    [TestCase("JSON")]
    [TestCase("TEXTFILE")]
    public async Task A_decimal_has_a_digit_before_its_point_in_files_and_folders(string format)
    {
        var location = $"s3://results/unload/decimals-{format}/";
        var files = await UnloadAsync(
            "SELECT CAST(-0.05 AS decimal(2,2)) AS a, ARRAY[CAST(0.25 AS decimal(2,2))] AS c, CAST(0.5 AS decimal(1,1)) AS p",
            location, $"format = '{format}', partitioned_by = ARRAY['p'], field_delimiter = '|'");

        Assert.That(files.Single(), Does.StartWith($"{location}p=0.5/"));
        Assert.That(
            format == "PARQUET" ? (await RowsAsync(files[0])).Single() : Unzip(files[0]).TrimEnd(),
            Is.EqualTo(format == "TEXTFILE" ? "-0.05|[0.25]" : """{"a":-0.05,"c":[0.25]}"""));
    }

    [Test]
    public async Task No_rows_leave_no_files_and_an_empty_manifest()
    {
        Assert.That(await UnloadAsync("SELECT id FROM t WHERE id > 9", "s3://results/unload/none/", "format = 'PARQUET'"), Is.Empty);
    }

    [Test]
    public async Task A_place_that_is_not_empty_is_refused_and_left_as_it_was()
    {
        _athena.Store.Put("results", "unload/taken/old", "x");

        var reason = await _athena.FailureAsync("UNLOAD (SELECT id FROM t) TO 's3://results/unload/taken' WITH (format = 'PARQUET')");

        Assert.That(reason, Does.Match(
            @"^HIVE_PATH_ALREADY_EXISTS: Target directory for table 'db\.temp_table_[0-9a-f]{32}' already exists: s3://results/unload/taken\. "));
        Assert.That(_athena.Store.Keys("results", "unload/taken"), Is.EqualTo(new[] { "unload/taken/old" }));
    }

    [TestCase("SELECT id, s FROM t", "compression = 'SNAPPY'", "INVALID_TABLE_PROPERTY: format = '': allowed are PARQUET, ORC, AVRO, JSON, TEXTFILE")]
    [TestCase("SELECT id, s FROM t", "format = 'ORC'", "NOT_SUPPORTED: the local Athena does not write ORC; use PARQUET, JSON or TEXTFILE")]
    [TestCase("SELECT id, s FROM t", "format = 'JSON', compression = 'SNAPPY'", "INVALID_TABLE_PROPERTY: compression = 'SNAPPY': with JSON allowed are GZIP, NONE")]
    [TestCase("SELECT id, s FROM t", "format = 'JSON', header = 'true'", "INVALID_TABLE_PROPERTY: 'header' is no property of UNLOAD; allowed: format, compression, compression_level, field_delimiter, partitioned_by")]
    [TestCase("SELECT id, s FROM t", "format = 'TEXTFILE', field_delimiter = '||'", "INVALID_TABLE_PROPERTY: field_delimiter = '||': one character is allowed")]
    [TestCase("SELECT id, s || 'x' FROM t", "format = 'PARQUET'", "MISSING_COLUMN_NAME: line 1:1: Column name not specified at position 2")]
    [TestCase("SELECT id, s AS ID FROM t", "format = 'PARQUET'", "DUPLICATE_COLUMN_NAME: line 1:1: Column name 'id' specified more than once")]
    [TestCase("SELECT now() AS x FROM t", "format = 'PARQUET'", "NOT_SUPPORTED: Unsupported Hive type: timestamp with time zone (column 'x')")]
    [TestCase("SELECT day, id FROM t", "format = 'PARQUET', partitioned_by = ARRAY['day']", "HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns in the table and in the same order as the table properties: [day]")]
    [TestCase("SELECT 1 AS x, y FROM UNNEST(sequence(1, 101)) AS u(y)", "format = 'PARQUET', partitioned_by = ARRAY['y']", "HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions/buckets")]
    public async Task An_UNLOAD_that_is_wrong_fails(string select, string options, string reason)
    {
        Assert.That(await _athena.FailureAsync($"UNLOAD ({select}) TO 's3://results/unload/wrong/' WITH ({options})"), Is.EqualTo(reason));
        Assert.That(_athena.Store.Keys("results", "unload/wrong"), Is.Empty);
    }

    [Test]
    public async Task A_hundred_thousand_rows_go_to_Parquet_and_back()
    {
        var lines = new StringBuilder();
        for (var row = 0; row < 100_000; row++)
        {
            lines.Append(row).Append(",device-").Append(row % 100).Append(',').Append(row / 10.0).Append(",1.25,2022-01-31 00:00:00,x\n");
        }
        _athena.AddTable(
            "many", new Serde("lazy", Delimiter: ","),
            ("id", "bigint"), ("s", "string"), ("v", "double"), ("e", "decimal(10,2)"), ("ts", "timestamp"), ("day", "string"));
        _athena.Store.Put("data", "many/a.csv", lines.ToString());
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var files = await UnloadAsync("SELECT * FROM many", "s3://results/unload/many/", "format = 'PARQUET', compression = 'SNAPPY'");
        var unloaded = clock.Elapsed;
        var sum = 0L;
        var count = 0;
        foreach (var file in files)
        {
            await foreach (var row in new ParquetReader().ReadParquetAsync(new MemoryStream(_athena.Store.Bytes(file)), CancellationToken.None))
            {
                sum += row.GetProperty("id").GetInt64();
                count++;
            }
        }
        TestContext.Out.WriteLine(
            $"unloaded in {unloaded.TotalMilliseconds:F0} ms to {files.Length} files, read in {(clock.Elapsed - unloaded).TotalMilliseconds:F0} ms");

        Assert.That((count, sum), Is.EqualTo((100_000, 4_999_950_000L)));
        Assert.That(files, Has.Length.GreaterThan(1));
    }

    private string Unzip(string file)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(_athena.Store.Bytes(file)), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
