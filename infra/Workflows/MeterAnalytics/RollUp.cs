namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// The energy of each customer's sensors in the hours of a day, on a day or in a month: columns <c>customerid</c>,
/// <c>sensorid_&lt;period&gt;</c> and <c>total_kwh</c>, an exact sum as text.
/// </summary>
/// <remarks>What is added up are the readings that <see cref="ReadingLines"/> finds no reason against.</remarks>
internal sealed class RollUp
{
    private const string Month = "year || '-' || month";
    private const string Day = $"{Month} || '-' || day";
    private readonly string _select;
    private readonly int _partitionKeys;

    // Only as many partitions are read as the first keys say. The zeros of the decimals' twelve places are cut off.
    private RollUp(string period, string time, int partitionKeys)
    {
        Period = period;
        _partitionKeys = partitionKeys;
        _select = $"SELECT customerid, cast(sensorid AS varchar) || '#' || {time} AS sensorid_{period}, "
            + "regexp_replace(cast(sum(kwh) AS varchar), '[.]?0+$', '') AS total_kwh "
            + "FROM judged WHERE reason IS NULL GROUP BY 1, 2 ORDER BY 1, 2";
    }

    /// <summary>Each hour of a day.</summary>
    public static RollUp ByHour { get; } = new("hour", $"{Day} || 'T' || hour", partitionKeys: 3);

    /// <summary>The sum of a day.</summary>
    public static RollUp ByDay { get; } = new("day", Day, partitionKeys: 3);

    /// <summary>The sum of a month.</summary>
    public static RollUp ByMonth { get; } = new("month", Month, partitionKeys: 2);

    /// <summary>hour, day or month.</summary>
    public string Period { get; }

    /// <summary>An expression for the query's text.</summary>
    /// <param name="date">An expression for the day, YYYY/MM/DD, which must be one of the calendar.</param>
    public string Query(string date) => ReadingLines.Query(date, _partitionKeys, _select);
}
