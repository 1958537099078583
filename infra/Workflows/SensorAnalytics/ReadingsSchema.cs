namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>The table of readings: CSV files in a folder for each day, <c>readings/day=YYYY-MM-DD/</c>.</summary>
public static class ReadingsSchema
{
    /// <summary>The table's name.</summary>
    public const string Table = "readings";

    /// <summary>The partition key: the day of the readings, YYYY-MM-DD.</summary>
    public const string Day = "day";

    /// <summary>The first day that the table has.</summary>
    public const string FirstDay = "2020-01-01";

    /// <summary>Where the files are, with the slash at its end.</summary>
    public const string Prefix = "readings/";

    /// <summary>
    /// The columns, in the order of a file. All are texts: what is no number must arrive as it was written, to be
    /// reported, and decimal fractions as they were measured.
    /// </summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["deviceid", "timestamp", "temperature", "humidity", "batterylevel", "latitude", "longitude"];

    /// <summary>The columns that every reading has: not every sensor knows where it is.</summary>
    public static IReadOnlyList<string> Required { get; } = [.. Columns.Take(5)];

    /// <summary>The columns of numbers.</summary>
    public static IReadOnlyList<string> Measurements { get; } = [.. Columns.Skip(2)];

    /// <summary>The column of the unloaded files that says why a line is rejected: NULL where it is not.</summary>
    public const string LineFlaw = "lineflaw";

    /// <summary>The column of the unloaded files that holds a rejected line as it is in its file.</summary>
    public const string Line = "line";
}
