namespace Fanout.Infra.Settings;

/// <summary>Settings of the workflow meter-analytics.</summary>
/// <param name="Database">The Glue database of the customers and the readings.</param>
/// <param name="TableName">The DynamoDB table of the energy of each hour, day and month.</param>
/// <param name="FirstYear">The first year that the table of readings has.</param>
/// <param name="LastYear">The last year that the table of readings has.</param>
/// <param name="LongestRangeDays">The most days of one execution.</param>
/// <param name="ConcurrentDays">How many days of a range are rolled up at the same time.</param>
/// <param name="ScanLimitMegabytes">The most that one query may read, in millions of bytes.</param>
/// <param name="ToleratedRejectedPercentage">What share of the readings of a day may be rejected before the execution fails, in percent.</param>
/// <param name="Schedule">When the day before is rolled up, in UTC.</param>
/// <param name="ScheduleEnabled">Whether the schedule starts executions.</param>
public sealed record MeterAnalyticsSettings(
    string Database,
    string TableName,
    int FirstYear,
    int LastYear,
    int LongestRangeDays,
    int ConcurrentDays,
    int ScanLimitMegabytes,
    int ToleratedRejectedPercentage,
    string Schedule,
    bool ScheduleEnabled)
{
    // A leap year: its 1,110 queries, each retried to the last, stay below the 25,000 events of an execution's history,
    // and what is told of them below the 262,144 bytes of its output.
    private const int MostDays = 366;

    // A day has three queries, four at the end of a month: of these five have up to sixteen, less than an account may have
    // under way in the smallest regions ("Amazon Athena endpoints and quotas": active DML queries).
    private const int Days = 5;

    /// <summary>Reads and checks the section <c>meterAnalytics</c>.</summary>
    /// <param name="section">The section.</param>
    /// <param name="names">What names are made of that are not given.</param>
    public static MeterAnalyticsSettings Read(SettingsSection section, StackNames names)
    {
        var settings = new MeterAnalyticsSettings(
            Database: section.Text(
                "database", names.OfDatabase(WorkflowNames.MeterAnalytics), TextRule.GlueDatabaseName,
                "The Glue database of the customers and the readings; an account's region has one of each name"),
            TableName: section.Text(
                "tableName", names.Of($"{WorkflowNames.MeterAnalytics}-ElectricityMeteredByPeriod"), TextRule.TableName,
                "The DynamoDB table of the energy of each hour, day and month"),
            FirstYear: section.Integer(
                "firstYear", 2020, 1970, 9999, "The first year that the table of readings has"),
            LastYear: section.Integer(
                "lastYear", 2050, 1970, 9999, "The last year that the table of readings has"),
            LongestRangeDays: section.Integer(
                "longestRangeDays", MostDays, 1, MostDays, "The most days of one execution"),
            ConcurrentDays: section.Integer(
                "concurrentDays", Days, 1, MapConcurrency.Inline,
                "How many days of a range are rolled up at the same time, each by three or four queries"),
            ScanLimitMegabytes: ScanLimit.Read(section, "one query"),
            ToleratedRejectedPercentage: ToleratedRejections.Read(section, "readings of a day"),
            Schedule: section.Text(
                "schedule", "cron(30 3 * * ? *)", TextRule.Recurrence,
                "When the day before is rolled up, in UTC"),
            ScheduleEnabled: section.Boolean("scheduleEnabled", false, "Whether the schedule starts executions"));
        section.RequireOrder("firstYear", settings.FirstYear, "lastYear", settings.LastYear);
        section.RefuseUnknownKeys(OriginalNames.Of(WorkflowNames.MeterAnalytics));
        return settings;
    }
}
