namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>The tables of the customers and of the readings: CSV files with a line of names, in a folder for each table.</summary>
public static class MeteringSchema
{
    /// <summary>The table of which customer has which sensor.</summary>
    public const string Customers = "customer_meter_sensor";

    /// <summary>The table of the readings, one for each sensor and hour.</summary>
    public const string Readings = "iot_electricity_metering";

    /// <summary>Where the results of queries are, with the slash at its end.</summary>
    public const string ResultsPrefix = "electricity_by_period/";

    /// <summary>Where the files of a table are, with the slash at its end.</summary>
    public static string PrefixOf(string table) => $"{table}/";

    /// <summary>The columns of the customers with their types, in the order of a file.</summary>
    public static IReadOnlyList<(string Name, string Type)> CustomerColumns { get; } =
        [("customerid", "bigint"), ("sensorid", "bigint"), ("sensorgroup", "string")];

    /// <summary>The columns of the readings with their types, in the order of a file.</summary>
    public static IReadOnlyList<(string Name, string Type)> ReadingColumns { get; } =
    [
        ("sensorid", "bigint"), ("voltage", "bigint"), ("current", "bigint"), ("frequency", "bigint"),
        ("kwh", "double"), ("hourcollected", "string"),
    ];

    /// <summary>The partition keys of the readings, texts of digits: YYYY, MM, DD.</summary>
    public static IReadOnlyList<string> PartitionKeys { get; } = ["year", "month", "day"];
}
