using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// The energy of each customer's sensors in the hours of a day, on a day or in a month: columns <c>customerid</c>,
/// <c>sensorid_&lt;period&gt;</c> and <c>total_kwh</c>.
/// </summary>
/// <remarks>
/// A reading that is stored twice counts twice in days and months, and gives two lines of one hour, of which the last
/// one written stays. A sensor without a customer is in none of them.
/// </remarks>
internal sealed class RollUp
{
    private const string Energy = "iot.kwh";
    private const string Month = "iot.year || '-' || iot.month";
    private const string Day = $"{Month} || '-' || iot.day";
    private readonly string _select;
    private readonly string _order;
    private readonly int _partitionKeys;

    // Only as many partitions are read as the first keys say.
    private RollUp(string period, string time, string amount, bool isGrouped, int partitionKeys)
    {
        Period = period;
        _partitionKeys = partitionKeys;
        _select = $"SELECT cust.customerid, cast(cust.sensorid AS varchar) || '#' || {time} AS sensorid_{period}, {amount} AS total_kwh "
            + $"FROM {MeteringSchema.Readings} iot INNER JOIN {MeteringSchema.Customers} cust ON iot.sensorid = cust.sensorid";
        _order = $"{(isGrouped ? " GROUP BY 1, 2" : "")} ORDER BY 1, 2";
    }

    /// <summary>Each hour of a day as it was read.</summary>
    public static RollUp ByHour { get; } = new("hour", $"{Day} || 'T' || iot.hourcollected", Energy, isGrouped: false, partitionKeys: 3);

    /// <summary>The sum of a day.</summary>
    public static RollUp ByDay { get; } = new("day", Day, $"round(sum({Energy}), 2)", isGrouped: true, partitionKeys: 3);

    /// <summary>The sum of a month.</summary>
    public static RollUp ByMonth { get; } = new("month", Month, $"round(sum({Energy}), 2)", isGrouped: true, partitionKeys: 2);

    /// <summary>hour, day or month.</summary>
    public string Period { get; }

    /// <summary>An expression for the query's text.</summary>
    /// <param name="date">An expression for the day, YYYY/MM/DD, which must be one of the calendar.</param>
    public string Query(string date)
    {
        var conditions = MeteringSchema.PartitionKeys.Take(_partitionKeys).Select((key, index) =>
            $"""{Jsonata.Literal($"{(index == 0 ? " WHERE" : "' AND")} iot.{key} = '")} & $date[{index}]""");
        return $"""
            ($date := $split({date}, '/');
              {Jsonata.Literal(_select)}
                & {string.Join(" & ", conditions)}
                & {Jsonata.Literal($"'{_order}")})
            """;
    }
}
