using System.Globalization;

namespace Fanout.Bench.WriterFunction;

/// <summary>A result file of the hourly query, of any length and never whole in memory.</summary>
internal static class ResultFile
{
    private const int HoursOfYear = 8_760;

    private static readonly DateTime Start = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Writes a file: the hours of a year of one customer after the other.</summary>
    public static async Task WriteAsync(Stream target, int lines, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(target, bufferSize: 64 * 1024, leaveOpen: true);
        await writer.WriteAsync("\"customerid\",\"sensorid_hour\",\"total_kwh\"\n");
        for (var line = 0; line < lines; line++)
        {
            var hour = Start.AddHours(line % HoursOfYear);
            await writer.WriteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"\"{10_027_610 + (line / HoursOfYear)}\",\"51246501#{hour:yyyy-MM-ddTHH}\",\"0.{line % 90 + 10}\"\n"));
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
