using System.Text;
using Fanout.Local;
using Fanout.Samples;
using Fanout.Samples.MeterAnalytics;
using Fanout.Samples.SensorAnalytics;
using ParquetReader = Fanout.Local.Services.Athena.ParquetReader;

namespace Fanout.Tests.Samples;

/// <summary>Folders with somebody's own data, as such folders are in the world.</summary>
public sealed class DataFolderTests
{
    private static readonly DateOnly Day = new(2026, 1, 31);

    private TemporaryFolder _temporary = null!;

    private string Folder => _temporary.Path;

    [SetUp]
    public void CreateFolder() => _temporary = new TemporaryFolder("data");

    [TearDown]
    public void DeleteFolder() => _temporary.Dispose();

    [Test]
    public void A_folder_that_is_not_there_is_named() => Assert.That(
        () => DataFolder.Files($"{Folder}/none", ".json"),
        Refusal($"There is no folder {Folder}/none; give one that holds .json files."));

    [Test]
    public void A_file_is_no_folder()
    {
        Write("a.json", "{}");

        Assert.That(
            () => DataFolder.Files($"{Folder}/a.json", ".json"), Refusal($"{Folder}/a.json is a file; give the folder that holds the .json files."));
    }

    [Test]
    public void A_folder_without_files_that_Athena_would_read_is_empty()
    {
        Write(".DS_Store", "x");
        Write("_SUCCESS", "");

        Assert.That(() => DataFolder.Files(Folder, ".json"), Refusal($"The folder {Folder} holds no files; it must hold .json files."));
    }

    [Test]
    public void A_file_of_another_kind_is_named()
    {
        Write("a.json", "{}");
        Write("notes.txt", "x");

        Assert.That(
            () => DataFolder.Files(Folder, ".json"),
            Refusal($"{Folder}/notes.txt is none of the .json files that the folder {Folder} may hold; take it out."));
    }

    [Test]
    public void A_link_to_a_folder_that_it_is_in_is_named()
    {
        Write("inner/a.json", "{}");
        Directory.CreateSymbolicLink($"{Folder}/inner/again", Folder);

        Assert.That(
            () => DataFolder.Files(Folder, ".json"), Refusal($"{Folder}/inner/again is a link to {Folder}, a folder that it is in; take it out."));
    }

    [Test]
    public void A_link_to_another_folder_is_followed()
    {
        using var other = new TemporaryFolder("other");
        File.WriteAllText($"{other.Path}/a.json", "{}");
        Directory.CreateSymbolicLink($"{Folder}/one", other.Path);
        Directory.CreateSymbolicLink($"{Folder}/two", other.Path);

        Assert.That(DataFolder.Files(Folder, ".json"), Is.EqualTo(new[] { $"{Folder}/one/a.json", $"{Folder}/two/a.json" }));
    }

    [Test]
    public void Objects_have_the_keys_of_their_paths_and_keep_their_bytes()
    {
        var latin = new byte[] { (byte)'"', 0xE9, (byte)'"' };
        Write("a.JSON", "\ufeff{}\r");
        Directory.CreateDirectory($"{Folder}/b");
        File.WriteAllBytes($"{Folder}/b/c.json", latin);

        var objects = S3HighThroughputSample.OfFolder(Folder, "in/");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(objects.Select(item => item.Key), Is.EqualTo(new[] { "in/a.JSON", "in/b/c.json" }));
            Assert.That(Bytes(objects[0]), Is.EqualTo(Encoding.UTF8.GetBytes("\ufeff{}\r")));
            Assert.That(Bytes(objects[1]), Is.EqualTo(latin));
        }
    }

    [Test]
    public void A_key_that_begins_with_a_slash_is_refused_before_it_is_sent() => Assert.That(
        () => ObjectUploads.PutAsync(null!, "b", [Upload.Of("/lead/a.json", "{}")], "objects", "application/json", 1, null, CancellationToken.None),
        Refusal("The key /lead/a.json begins with a slash, which the AWS SDK for .NET does not send; use a prefix that begins otherwise, or aws s3api put-object."));

    // As the document's data set is, and as somebody names exports of a day.
    [Test]
    public void Readings_of_meters_have_the_day_of_their_folder_or_of_their_name()
    {
        Write("customer_meter_sensor/Customers.CSV", "CUSTOMERID,SENSORID,SENSORGROUP\r10027610,51246501,B\r");
        Write("iot/year=2022/month=01/day=31/electricity_metering_blockA1_2020-01-01-00.csv", "\ufeffSensorID,kWh\r1,0.2\r");
        Write("export 2022-02-01 (1).csv", "1;0,2");

        var folder = MeterFolder.Read(Folder);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(folder.Files.Select(file => file.Key), Is.EquivalentTo(new[]
            {
                "customer_meter_sensor/Customers.CSV",
                "iot_electricity_metering/year=2022/month=01/day=31/electricity_metering_blockA1_2020-01-01-00.csv",
                "iot_electricity_metering/year=2022/month=02/day=01/export 2022-02-01 (1).csv",
            }));
            Assert.That((folder.First, folder.Last), Is.EqualTo((new DateOnly(2022, 1, 31), new DateOnly(2022, 2, 1))));
            Assert.That(Bytes(folder.Files.Single(file => file.Key.Contains("day=31", StringComparison.Ordinal))), Is.EqualTo(Encoding.UTF8.GetBytes("\ufeffSensorID,kWh\r1,0.2\r")));
        }
    }

    [TestCase("readings.csv")]
    [TestCase("year=2022/month=02/day=30/readings.csv")]
    [TestCase("readings-2022-13-01.csv")]
    [TestCase("12022-01-011.csv")]
    public void Readings_of_meters_without_a_day_are_refused(string name)
    {
        Write(name, "1,0.2");

        Assert.That(() => MeterFolder.Read(Folder), Throws.TypeOf<SampleException>().With.Message.StartsWith($"{Folder}/{name} does not say of which day its readings are; "));
    }

    [Test]
    public void Two_files_that_would_be_one_object_are_refused()
    {
        Write("a/readings-2022-01-31.csv", "1");
        Write("b/readings-2022-01-31.csv", "2");

        Assert.That(() => MeterFolder.Read(Folder), Throws.TypeOf<SampleException>().With.Message.EndWith(
            "/day=31/readings-2022-01-31.csv; give them names of their own."));
    }

    [Test]
    public void Customers_alone_are_no_readings()
    {
        Write("customer_meter_sensor.csv", "CustomerID,SensorID,SensorGroup\n");

        Assert.That(() => MeterFolder.Read(Folder), Refusal($"The folder {Folder} holds customers and no readings."));
    }

    [TestCase("", "is empty; it must hold CSV.")]
    [TestCase("a\0b", "is no CSV in UTF-8: it has bytes that are 0, as binary files and UTF-16 have; save it as UTF-8.")]
    public void A_file_that_is_no_text_is_refused(string content, string sentence)
    {
        Write("readings-2022-01-31.csv", content);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => MeterFolder.Read(Folder), Refusal($"{Folder}/readings-2022-01-31.csv {sentence}"));
            Assert.That(() => SensorFolder.ReadAsync(Folder, Day, CancellationToken.None), Refusal($"{Folder}/readings-2022-01-31.csv {sentence}"));
        }
    }

    [Test]
    public async Task Readings_of_sensors_have_the_day_of_their_folder_or_the_one_that_is_given()
    {
        Write("day=2026-01-30/x/a.csv", "DEVICEID,timestamp\r");
        Write("b.csv", "s,2026-01-31T00:00:00Z,1,2,3");

        var folder = await SensorFolder.ReadAsync(Folder, Day, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(folder.Files.Select(file => file.Key), Is.EquivalentTo(new[] { "readings/day=2026-01-30/x-a.csv", "readings/day=2026-01-31/b.csv" }));
            Assert.That(folder.Inputs("bucket").Select(input => input["date"]), Is.EqualTo(new[] { "2026-01-30", "2026-01-31" }));
            Assert.That(
                () => SensorFolder.ReadAsync(Folder, day: null, CancellationToken.None),
                Throws.TypeOf<SampleException>().With.Message.StartsWith($"{Folder}/b.csv does not say of which day its readings are; "));
        }
    }

    [Test]
    public async Task Parquet_files_are_known_by_their_bytes_and_their_manifest_says_which_count()
    {
        var parquet = ParquetFile.Write([.. SensorAnalyticsSample.Generate(new SensorFleet(1, Day, 1, 2))]);
        WriteBytes("20260131_0001_abc", parquet);
        WriteBytes("other.PARQUET", parquet);

        var all = await SensorFolder.ReadAsync(Folder, day: null, CancellationToken.None);
        Write("q-manifest.csv", "\ufeff\"s3://elsewhere/unloaded/20260131_0001_abc\"\r\n");
        var named = await SensorFolder.ReadAsync(Folder, day: null, CancellationToken.None);

        var place = $"parquet/{Path.GetFileName(Folder)}";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.Files.Select(file => file.Key), Is.EquivalentTo(new[] { $"{place}/20260131_0001_abc", $"{place}/other.PARQUET" }));
            Assert.That(named.Files.Select(file => file.Key), Is.EqualTo(new[] { $"{place}/20260131_0001_abc" }));
            Assert.That(named.Inputs("bucket").Single(), Is.EqualTo(new Dictionary<string, string> { ["manifest"] = $"s3://bucket/{place}-manifest.csv" }));
        }
    }

    [Test]
    public void A_manifest_that_names_a_file_that_is_not_there_is_refused()
    {
        WriteBytes("a.parquet", ParquetFile.Write([]));
        Write("m.csv", "s3://b/a.parquet\ns3://b/gone.parquet\n");

        Assert.That(
            () => SensorFolder.ReadAsync(Folder, day: null, CancellationToken.None),
            Refusal($"The manifest {Folder}/m.csv names gone.parquet, which the folder {Folder} does not hold."));
    }

    [TestCase("not Parquet at all")]
    [TestCase("PAR1 and then nothing PAR1")]
    [TestCase("")]
    public void Parquet_that_cannot_be_read_is_refused(string content)
    {
        Write("broken.parquet", content);

        Assert.That(
            () => SensorFolder.ReadAsync(Folder, day: null, CancellationToken.None),
            Throws.TypeOf<SampleException>().With.Message.StartsWith($"{Folder}/broken.parquet is no Parquet file that can be read: "));
    }

    [Test]
    public void CSV_beside_Parquet_is_refused()
    {
        WriteBytes("a.parquet", ParquetFile.Write([]));
        Write("b.csv", "deviceId,timestamp\n");

        Assert.That(
            () => SensorFolder.ReadAsync(Folder, Day, CancellationToken.None),
            Refusal($"{Folder}/b.csv is neither a Parquet file nor a manifest of such files; the folder {Folder} may hold nothing else beside them."));
    }

    // Read by what did not write them.
    [Test]
    public async Task Parquet_files_of_samples_have_the_documents_columns_and_the_readings_numbers()
    {
        var readings = SensorAnalyticsSample.Generate(new SensorFleet(100, Day, 1)).ToArray();
        using var file = new MemoryStream(ParquetFile.Write(readings));
        var rows = new List<System.Text.Json.JsonElement>();
        await foreach (var row in new ParquetReader().ReadParquetAsync(file, CancellationToken.None))
        {
            rows.Add(row);
        }

        var sound = readings.Index().First(reading => reading.Item.Fault == SampleFault.None);
        var fault = readings.Index().First(reading => reading.Item is { Fault: SampleFault.Text, Temperature: "error" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows, Has.Count.EqualTo(2400));
            Assert.That(rows[0].EnumerateObject().Select(column => column.Name), Is.EqualTo(new[]
            {
                "deviceId", "timestamp", "temperature", "humidity", "batteryLevel", "latitude", "longitude",
            }));
            Assert.That(rows[sound.Index].GetProperty("temperature").GetDecimal(), Is.EqualTo(decimal.Parse(sound.Item.Temperature, System.Globalization.CultureInfo.InvariantCulture)));
            Assert.That(rows[fault.Index].GetProperty("temperature").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        }
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refusal(string sentence) =>
        Throws.TypeOf<SampleException>().With.Message.EqualTo(sentence);

    private static byte[] Bytes(Upload upload)
    {
        using var content = upload.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    private void Write(string name, string content) => WriteBytes(name, Encoding.UTF8.GetBytes(content));

    private void WriteBytes(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
