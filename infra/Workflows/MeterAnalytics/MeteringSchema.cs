namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>The tables of the customers and of the readings: CSV files in a folder for each table, read line by line.</summary>
public static class MeteringSchema
{
    /// <summary>The table of which customer has which sensor.</summary>
    public const string Customers = "customer_meter_sensor";

    /// <summary>The table of the readings, one for each sensor and hour.</summary>
    public const string Readings = "iot_electricity_metering";

    /// <summary>Where the results of queries are, with the slash at its end.</summary>
    public const string ResultsPrefix = "electricity_by_period/";

    /// <summary>
    /// Where the results of audits are, with the slash at its end: the readings that are not used, each with its reason,
    /// its file and its line.
    /// </summary>
    public const string AuditsPrefix = "unused_readings/";

    /// <summary>Where the files of a table are, with the slash at its end.</summary>
    public static string PrefixOf(string table) => $"{table}/";

    /// <summary>The partition keys of the readings, texts of digits: YYYY, MM, DD.</summary>
    public static IReadOnlyList<string> PartitionKeys { get; } = ["year", "month", "day"];
}
