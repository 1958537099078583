namespace Fanout.Infra.Settings;

/// <summary>Settings of the workflow sensor-analytics.</summary>
/// <param name="Database">The Glue database of the readings.</param>
/// <param name="TableName">The DynamoDB table of the summaries.</param>
/// <param name="TemperatureMinimum">The lowest temperature that is healthy, in °C.</param>
/// <param name="TemperatureMaximum">The highest temperature that is healthy, in °C.</param>
/// <param name="HumidityMinimum">The lowest humidity that is healthy, in percent.</param>
/// <param name="HumidityMaximum">The highest humidity that is healthy, in percent.</param>
/// <param name="BatteryMinimum">The lowest battery level that is healthy, in percent.</param>
/// <param name="DaysBack">How many days before its start an execution analyzes that is given no day.</param>
/// <param name="ReadingsPerBatch">The most readings of a batch, which is one call of the function.</param>
/// <param name="BatchConcurrency">How many batches are analyzed at the same time.</param>
/// <param name="ToleratedFailurePercentage">What share of the readings may fail before the execution does.</param>
/// <param name="ToleratedRejectedPercentage">What share of the readings may be rejected before the execution fails.</param>
/// <param name="ScanLimitMegabytes">The most that the query of a day may read, in millions of bytes.</param>
public sealed record SensorAnalyticsSettings(
    string Database,
    string TableName,
    decimal TemperatureMinimum,
    decimal TemperatureMaximum,
    decimal HumidityMinimum,
    decimal HumidityMaximum,
    decimal BatteryMinimum,
    int DaysBack,
    int ReadingsPerBatch,
    int BatchConcurrency,
    int ToleratedFailurePercentage,
    int ToleratedRejectedPercentage,
    int ScanLimitMegabytes)
{
    private const decimal AbsoluteZero = -273.15m;
    private const decimal HottestSensor = 1_000;

    // A reading is about 180 bytes as JSON, and 260 where it is rejected: 750 of them fit into the 204,800 bytes that
    // the function answers with at most. It writes 500 with twenty calls, in about a second.
    private const int ReadingsOfBatch = 500;
    private const int MostReadingsOfBatch = 750;

    // An account has a thousand function calls at a time, a new one as few as ten: throttled calls are tried again.
    private const int Batches = 50;

    /// <summary>Reads and checks the section <c>sensorAnalytics</c>.</summary>
    /// <param name="section">The section.</param>
    /// <param name="names">What names are made of that are not given.</param>
    public static SensorAnalyticsSettings Read(SettingsSection section, StackNames names)
    {
        var settings = new SensorAnalyticsSettings(
            Database: section.Text(
                "database", names.OfDatabase(WorkflowNames.SensorAnalytics), TextRule.GlueDatabaseName,
                "The Glue database of the readings; an account's region has one of each name"),
            TableName: section.Text(
                "tableName", names.Of($"{WorkflowNames.SensorAnalytics}-SensorSummary"), TextRule.TableName,
                "The DynamoDB table of the summaries"),
            TemperatureMinimum: section.Decimal(
                "temperatureMinimum", -10, AbsoluteZero, HottestSensor, "The lowest temperature that is healthy, in °C"),
            TemperatureMaximum: section.Decimal(
                "temperatureMaximum", 35, AbsoluteZero, HottestSensor, "The highest temperature that is healthy, in °C"),
            HumidityMinimum: section.Decimal(
                "humidityMinimum", 5, 0, 100, "The lowest humidity that is healthy, in percent"),
            HumidityMaximum: section.Decimal(
                "humidityMaximum", 95, 0, 100, "The highest humidity that is healthy, in percent"),
            BatteryMinimum: section.Decimal(
                "batteryMinimum", 20, 0, 100, "The lowest battery level that is healthy, in percent"),
            DaysBack: section.Integer(
                "daysBack", 1, 0, 366,
                "How many days before its start (UTC) an execution analyzes that is given no day"),
            ReadingsPerBatch: section.Integer(
                "readingsPerBatch", ReadingsOfBatch, 1, MostReadingsOfBatch,
                "The most readings of a batch, which is one call of the function"),
            BatchConcurrency: section.Integer(
                "batchConcurrency", Batches, 1, MapConcurrency.Distributed, "How many batches are analyzed at the same time"),
            ToleratedFailurePercentage: section.Integer(
                "toleratedFailurePercentage", 0, 0, 100,
                "What share of the readings may fail before the execution does"),
            ToleratedRejectedPercentage: ToleratedRejections.Read(section, "readings"),
            ScanLimitMegabytes: ScanLimit.Read(section, "the query of a day"));
        section.RequireOrder(
            "temperatureMinimum", settings.TemperatureMinimum, "temperatureMaximum", settings.TemperatureMaximum);
        section.RequireOrder("humidityMinimum", settings.HumidityMinimum, "humidityMaximum", settings.HumidityMaximum);
        section.RefuseUnknownKeys(OriginalNames.Of(WorkflowNames.SensorAnalytics));
        return settings;
    }
}
