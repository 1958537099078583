using System.Globalization;
using System.Text.Json;
using Parquet;
using Parquet.Schema;
using ParquetReader = Fanout.Local.Services.Athena.ParquetReader;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>Parquet files of a writer that is neither Athena nor the one that stands for it.</summary>
public sealed class ForeignParquetTests
{
    private static readonly ParquetReader Reader = new();

    private static readonly DateTime Noon = new(2026, 1, 31, 12, 0, 0, 123, DateTimeKind.Utc);

    private static IEnumerable<TestCaseData> Values()
    {
        foreach (var unit in Enum.GetValues<DateTimeTimeUnit>())
        {
            foreach (var isUtc in new[] { true, false })
            {
                yield return Value(
                    $"TIMESTAMP({unit}, {isUtc})",
                    new DateTimeDataField("x", DateTimeFormat.Timestamp, isUtc, unit),
                    DateTime.SpecifyKind(Noon, isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified),
                    "1769860800123");
            }
        }

        yield return Value("INT96", new DateTimeDataField("x", DateTimeFormat.Impala), Noon, "1769860800123");
        yield return Value("TIMESTAMP_MILLIS", new DateTimeDataField("x", DateTimeFormat.DateAndTime), Noon, "1769860800123");
        yield return Value("TIMESTAMP_MICROS", new DateTimeDataField("x", DateTimeFormat.DateAndTimeMicros), Noon, "1769860800123");
        yield return Value("a TIMESTAMP before 1970", new DateTimeDataField("x", DateTimeFormat.Timestamp, unit: DateTimeTimeUnit.Micros), DateTime.UnixEpoch.AddTicks(-5), "-1");
        yield return Value("DATE", new DateTimeDataField("x", DateTimeFormat.Date), Noon.Date, "\"2026-01-31\"");
        yield return Value("DATE of .NET", new DataField<DateOnly>("x"), DateOnly.FromDateTime(Noon), "\"2026-01-31\"");
        yield return Value("FLOAT", new DataField<float>("x"), 21.1f, "21.1");
        yield return Value("FLOAT of a NaN", new DataField<float>("x"), float.NaN, "\"NaN\"");
        yield return Value("DOUBLE", new DataField<double>("x"), 0.1 + 0.2, "0.30000000000000004");
        yield return Value("DECIMAL of 32 bits", new DecimalDataField("x", 9, 2), 21.10m, "21.10");
        yield return Value("DECIMAL of 64 bits", new DecimalDataField("x", 18, 6), -0.000001m, "-0.000001");
        yield return Value("DECIMAL of bytes", new DecimalDataField("x", 28, 10, forceByteArrayEncoding: true), 123456789012345678.0123456789m, "123456789012345678.0123456789");
        yield return Value("INT(8)", new DataField<sbyte>("x"), (sbyte)-7, "-7");
        yield return Value("UINT(8)", new DataField<byte>("x"), byte.MaxValue, "255");
        yield return Value("INT(16)", new DataField<short>("x"), (short)-7, "-7");
        yield return Value("INT32", new DataField<int>("x"), int.MinValue, "-2147483648");
        yield return Value("UINT(32)", new DataField<uint>("x"), uint.MaxValue, "4294967295");
        yield return Value("INT64", new DataField<long>("x"), 9_007_199_254_740_993, "9007199254740993");
        yield return Value("UINT(64)", new DataField<ulong>("x"), ulong.MaxValue, "18446744073709551615");
        yield return Value("BOOLEAN", new DataField<bool>("x"), true, "true");
    }

    [TestCaseSource(nameof(Values))]
    public async Task A_value_of_any_type_is_read(Func<ParquetRowGroupWriter, DataField, Task> write, DataField field, string json)
    {
        var rows = await ReadAsync(await WriteAsync(new ParquetOptions(), field, write));

        Assert.That(rows, Is.EqualTo(new[] { $$"""{"x":{{json}}}""", $$"""{"x":{{json}}}""" }));
    }

    [Test]
    public async Task Texts_are_read_from_dictionaries_and_without_from_every_codec_that_the_writer_has(
        [Values(CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Brotli, CompressionMethod.Zstd, CompressionMethod.Lz4Raw)] CompressionMethod codec,
        [Values] EncodingHint encoding)
    {
        var texts = Enumerable.Range(0, 5_000).Select(number => (string?)$"sensor-{number % 7}").ToArray();
        texts[3] = null;
        var options = new ParquetOptions { CompressionMethod = codec };
        options.ColumnEncodingHints["deviceId"] = encoding;
        var file = await WriteAsync(options, new DataField<string>("deviceId"), (group, field) => group.WriteAsync(field, texts));

        Assert.That(
            (await ReadAsync(file)).Select(row => JsonElement.Parse(row).GetProperty("deviceId").GetString()),
            Is.EqualTo(texts));
    }

    private static TestCaseData Value<T>(string name, DataField field, T value, string json)
        where T : struct =>
        new TestCaseData((ParquetRowGroupWriter group, DataField column) => group.WriteAsync<T>(column, new[] { value, value }), field, json)
            .SetArgDisplayNames(name, string.Create(CultureInfo.InvariantCulture, $"{value}"));

    private static async Task<byte[]> WriteAsync(ParquetOptions options, DataField field, Func<ParquetRowGroupWriter, DataField, Task> write)
    {
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), file, options))
        {
            using var group = writer.CreateRowGroup();
            await write(group, field);
        }

        return file.ToArray();
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(byte[] content)
    {
        using var file = new MemoryStream(content);
        var rows = new List<string>();
        await foreach (var row in Reader.ReadParquetAsync(file, CancellationToken.None))
        {
            rows.Add(row.GetRawText());
        }

        return rows;
    }
}
