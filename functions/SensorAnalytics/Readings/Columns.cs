using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>
/// The fields of a reading by the columns of the unloaded files, whatever the case of their names: Parquet files that Athena did
/// not write have <c>deviceId</c> and <c>batteryLevel</c> too. Other fields are not looked at.
/// </summary>
internal ref struct Columns
{
    private static readonly string[] Names =
        ["deviceid", "timestamp", "temperature", "humidity", "batterylevel", "latitude", "longitude", "lineflaw"];

    private Values _values;

    /// <summary>Finds the fields of an object.</summary>
    public Columns(JsonElement reading)
    {
        foreach (var property in reading.EnumerateObject())
        {
            if (IndexOf(JsonMarshal.GetRawUtf8PropertyName(property)) is >= 0 and var index)
            {
                Twice ??= _values[index].ValueKind == JsonValueKind.Undefined ? null : Names[index];
                _values[index] = property.Value;
            }
        }
    }

    /// <summary>The first column that two fields have the name of; null where there is none.</summary>
    public string? Twice { get; }

    /// <summary>The value of a column, in the table's order; Undefined where there is none.</summary>
    public readonly JsonElement this[int column] => _values[column];

    /// <summary>Why the query rejects the line that the reading comes from, Undefined or null where it does not.</summary>
    public readonly JsonElement LineFlaw => _values[^1];

    private static int IndexOf(ReadOnlySpan<byte> name)
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

    [InlineArray(8)]
    private struct Values
    {
        private JsonElement _first;
    }
}
