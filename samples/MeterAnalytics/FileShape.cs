namespace Fanout.Samples.MeterAnalytics;

/// <summary>
/// The shapes that files of readings have in the world, another one for each hour: each day has the three ends of lines,
/// both spellings and three cases of the names, a file without names, a byte order mark, quotation marks, semicolons with
/// decimal commas, tabs, spaces, and nine readings of the flaws that meters have, with one that is stored twice.
/// </summary>
internal static class FileShape
{
    private const string Names = "SensorID,Voltage,Current,Frequency,kWh,HourCollected";
    private static readonly string[] LineEnds = ["\n", "\r\n", "\r"];

    /// <summary>How many readings of each day are not used, by the reasons that meter-analytics gives.</summary>
    public static IReadOnlyDictionary<string, int> UnusedOfDay { get; } = new Dictionary<string, int>
    {
        ["contradictory"] = 2,
        ["noCustomer"] = 1,
        ["noSensor"] = 1,
        ["notANumber"] = 1,
        ["notATime"] = 1,
        ["notFinite"] = 1,
        ["notParsed"] = 1,
        ["twoCustomers"] = 1,
    };

    /// <summary>The text of the file of an hour.</summary>
    /// <param name="hour">The hour.</param>
    /// <param name="readings">Its readings, their fields parted by commas.</param>
    /// <param name="meters">Whose they are.</param>
    public static string Of(int hour, IReadOnlyList<string> readings, SampleMeters meters)
    {
        var lines = readings.Concat(Flawed(hour, readings[0], meters.FirstSensor, meters.FirstOther));
        if (NamesOf(hour) is { } names)
        {
            lines = lines.Prepend(names);
        }

        return string.Concat(lines.Select(line => Written(hour, line) + LineEnds[hour % LineEnds.Length]).Prepend(hour == 5 ? "\ufeff" : ""));
    }

    // As the meters misspell the first one in every other hour.
    private static string? NamesOf(int hour) => hour switch
    {
        2 => Names.ToUpperInvariant(),
        3 => Names.ToLowerInvariant(),
        4 => null,
        _ => hour % 2 == 0 ? Names : $"SendorID{Names["SensorID".Length..]}",
    };

    private static string Written(int hour, string line) => hour switch
    {
        6 => $"\"{line.Replace(",", "\",\"", StringComparison.Ordinal)}\"",
        7 => line.Replace(',', ';').Replace('.', ','),
        8 => line.Replace(',', '\t'),
        9 => $" {line.Replace(",", " , ", StringComparison.Ordinal)} ",
        _ => line,
    };

    private static string[] Flawed(int hour, string reading, long sensor, long other) => hour switch
    {
        10 => [$"{sensor},240,10,60,NaN,10"],
        11 => ["ERROR 17: no answer"],
        12 => [",,,,,"],
        13 => [$"{sensor},240,10,60,,13"],
        14 => [$"{sensor},240,10,60,0.21,25"],
        15 => ["77777777,240,10,60,0.21,15"],
        16 => [$"{other},240,10,60,0.21,16"],
        17 => [reading],
        18 => [$"{other + 1},240,10,60,0.21,18", $"{other + 1},240,10,60,0.22,18"],
        _ => [],
    };
}
