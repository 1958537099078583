using System.Text;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>
/// The columns of the unloaded files, whatever the case of their names: Parquet files that Athena did not write have
/// <c>deviceId</c> and <c>batteryLevel</c> too.
/// </summary>
internal static class Columns
{
    public const int DeviceId = 0;
    public const int Timestamp = 1;
    public const int Temperature = 2;
    public const int Humidity = 3;
    public const int BatteryLevel = 4;
    public const int Latitude = 5;
    public const int Longitude = 6;

    /// <summary>Why the query rejects the line that the reading comes from; not there, or null, where it does not.</summary>
    public const int LineFlaw = 7;

    /// <summary>The names, in the table's order.</summary>
    public static readonly string[] Names =
        ["deviceid", "timestamp", "temperature", "humidity", "batterylevel", "latitude", "longitude", "lineflaw"];

    /// <summary>Finds a column by its name in UTF-8; -1 where there is none of it.</summary>
    public static int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < Names.Length; index++)
        {
            if (Ascii.EqualsIgnoreCase(name, Names[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
