using Parquet;
using Parquet.Schema;

namespace Fanout.Tests.EndToEnd;

/// <summary>Parquet files of readings as other writers than Athena make them: names in their own case, numbers as numbers.</summary>
internal static class ForeignReadings
{
    /// <summary>A file with a reading of 21.1 °C, 50.25 % humidity and 19 % battery.</summary>
    /// <param name="device">The sensor's name.</param>
    /// <param name="time">The column of the time.</param>
    /// <param name="value">The time.</param>
    public static async Task<byte[]> WriteAsync<T>(string device, DataField time, T value)
        where T : struct
    {
        var deviceId = new DataField<string>("deviceId");
        var temperature = new DataField<float>("Temperature");
        var humidity = new DecimalDataField("Humidity", 5, 2);
        var battery = new DataField<int>("batteryLevel");
        var note = new DataField<string>("firmware");
        using var file = new MemoryStream();
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        options.ColumnEncodingHints[deviceId.Name] = EncodingHint.Dictionary;
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(deviceId, time, temperature, humidity, battery, note), file, options))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(deviceId, [device]);
            await group.WriteAsync<T>(time, new[] { value });
            await group.WriteAsync<float>(temperature, new[] { 21.1f });
            await group.WriteAsync<decimal>(humidity, new[] { 50.25m });
            await group.WriteAsync<int>(battery, new[] { 19 });
            await group.WriteAsync(note, ["1.0"]);
        }

        return file.ToArray();
    }
}
