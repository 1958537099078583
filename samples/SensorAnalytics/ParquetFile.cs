using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Fanout.Samples.SensorAnalytics;

/// <summary>Parquet files of readings.</summary>
public static class ParquetFile
{
    /// <summary>What a file is stored as.</summary>
    public const string ContentType = "application/vnd.apache.parquet";

    private static readonly byte[] Magic = "PAR1"u8.ToArray();

    // The names and the types of the document's own files.
    private static readonly DataField[] Texts = [new DataField<string>("deviceId"), new DataField<string>("timestamp")];

    private static readonly (DataField Field, Func<SampleReading, string> Of)[] Numbers =
    [
        (new DataField<double?>("temperature"), reading => reading.Temperature),
        (new DataField<double?>("humidity"), reading => reading.Humidity),
        (new DataField<double?>("batteryLevel"), reading => reading.BatteryLevel),
        (new DataField<double?>("latitude"), reading => reading.Latitude),
        (new DataField<double?>("longitude"), reading => reading.Longitude),
    ];

    /// <summary>Whether a file says that it is one, by its name or its first bytes.</summary>
    public static bool IsOne(string file) =>
        Path.GetExtension(file).Equals(".parquet", StringComparison.OrdinalIgnoreCase) || DataFolder.Begin(file, Magic.Length).SequenceEqual(Magic);

    /// <summary>Checks that a file can be read.</summary>
    /// <exception cref="SampleException">It cannot, or has no column.</exception>
    public static async Task CheckAsync(string file, CancellationToken cancellation)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellation);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // What Parquet.Net throws for broken bytes has no common type.
            throw new SampleException($"{file} is no Parquet file that can be read: {problem.Message}", problem);
        }
    }

    /// <summary>The bytes of a file of readings; a number that is none is a null in it, as such files have.</summary>
    public static byte[] Write(IReadOnlyList<SampleReading> readings) => WriteAsync(readings).GetAwaiter().GetResult();

    // Into memory: nothing is waited for.
    private static async Task<byte[]> WriteAsync(IReadOnlyList<SampleReading> readings)
    {
        using var stream = new MemoryStream();
        var schema = new ParquetSchema([.. Texts, .. Numbers.Select(number => number.Field)]);
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(Texts[0], readings.Select(reading => TextOf(reading.DeviceId)).ToArray());
            await group.WriteAsync(Texts[1], readings.Select(reading => TextOf(reading.Timestamp)).ToArray());
            foreach (var (field, of) in Numbers)
            {
                await group.WriteAsync<double>(field, readings.Select(reading => NumberOf(of(reading))).ToArray());
            }
        }

        return stream.ToArray();
    }

    private static string? TextOf(string text) => text.Length == 0 ? null : text;

    private static double? NumberOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
