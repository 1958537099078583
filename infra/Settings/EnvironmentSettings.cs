using System.Text.Json;

namespace Fanout.Infra.Settings;

/// <summary>All settings of a stack.</summary>
/// <param name="Environment">What the stack is for.</param>
/// <param name="ForceDestroy">Whether buckets and workgroups are deleted with what they hold.</param>
/// <param name="ReserveConcurrency">Whether functions reserve their concurrency, which bounds it too.</param>
/// <param name="Workflows">The names of the workflows that the stack holds.</param>
/// <param name="LogLevel">What executions log: ALL, ERROR, FATAL or OFF.</param>
/// <param name="LogRetentionDays">How long logs are kept.</param>
/// <param name="AlarmEmail">Who is told of alarms; empty for nobody.</param>
/// <param name="Tags">Tags of every resource beside the program's own.</param>
/// <param name="SensorAnalytics">Settings of sensor-analytics.</param>
/// <param name="ParallelMap">Settings of parallel-map.</param>
/// <param name="StreamAggregator">Settings of stream-aggregator.</param>
/// <param name="StreamAggregatorApiKey">The key of the API that stream-aggregator calls; null where none is set.</param>
/// <param name="S3HighThroughput">Settings of s3-high-throughput.</param>
/// <param name="MeterAnalytics">Settings of meter-analytics.</param>
public sealed record EnvironmentSettings(
    EnvironmentKind Environment,
    bool ForceDestroy,
    bool ReserveConcurrency,
    IReadOnlyList<string> Workflows,
    string LogLevel,
    int LogRetentionDays,
    string AlarmEmail,
    IReadOnlyDictionary<string, string> Tags,
    SensorAnalyticsSettings SensorAnalytics,
    ParallelMapSettings ParallelMap,
    StreamAggregatorSettings StreamAggregator,
    Secret? StreamAggregatorApiKey,
    S3HighThroughputSettings S3HighThroughput,
    MeterAnalyticsSettings MeterAnalytics)
{
    private static readonly Dictionary<string, EnvironmentKind> Environments = new()
    {
        ["dev"] = EnvironmentKind.Dev,
        ["prod"] = EnvironmentKind.Prod,
    };

    private static readonly string[] LogLevels = ["ALL", "ERROR", "FATAL", "OFF"];

    // The periods that CloudWatch Logs offers ("PutRetentionPolicy").
    private static readonly int[] RetentionPeriods =
    [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ];

    /// <summary>Reads and checks every setting of a stack before anything is created.</summary>
    /// <param name="project">The Pulumi project's name, the namespace of the settings.</param>
    /// <param name="configuration">The project's configuration as the Pulumi CLI hands it over, by key: texts as they
    /// are, numbers, lists and objects as JSON.</param>
    /// <exception cref="SettingsException">A setting is unknown, of another type or out of its range.</exception>
    public static EnvironmentSettings Read(string project, IReadOnlyDictionary<string, string> configuration)
    {
        var problems = new List<string>();
        var section = new SettingsSection(
            $"{project}:", configuration.ToDictionary(entry => entry.Key, entry => Parse(entry.Value)), problems);
        var environment = section.OneOf(
            "environment", EnvironmentKind.Dev, Environments, "What the stack is for: prod protects its stores from deletion");
        var settings = new EnvironmentSettings(
            Environment: environment,
            ForceDestroy: section.Boolean(
                "forceDestroy", environment != EnvironmentKind.Prod,
                "Whether buckets and workgroups are deleted with what they hold; never in prod"),
            ReserveConcurrency: section.Boolean(
                "reserveConcurrency", true,
                "Whether functions reserve their concurrency: the account's quota must leave 100 beside it"),
            Workflows: section.Names("workflows", WorkflowNames.All, "The workflows that the stack holds"),
            LogLevel: section.OneOf(
                "logLevel", "ALL", LogLevels.ToDictionary(level => level), "What executions log"),
            LogRetentionDays: section.OneOf(
                "logRetentionDays", 14, RetentionPeriods.ToDictionary(days => $"{days}"), "How many days logs are kept"),
            AlarmEmail: section.Text(
                "alarmEmail", "", TextRule.EmailAddress, "Who is told of alarms, after a confirmation; empty for nobody"),
            Tags: section.Texts("tags", TextRule.Tag, "Tags of every resource beside project, stack and workflow"),
            SensorAnalytics: SensorAnalyticsSettings.Read(
                section.Section("sensorAnalytics", "Settings of sensor-analytics")),
            ParallelMap: ParallelMapSettings.Read(section.Section("parallelMap", "Settings of parallel-map")),
            StreamAggregator: StreamAggregatorSettings.Read(
                section.Section("streamAggregator", "Settings of stream-aggregator")),
            StreamAggregatorApiKey: section.Secret(
                "streamAggregatorApiKey", TextRule.HeaderValue,
                "The key of the API that stream-aggregator calls, a secret"),
            S3HighThroughput: S3HighThroughputSettings.Read(
                section.Section("s3HighThroughput", "Settings of s3-high-throughput")),
            MeterAnalytics: MeterAnalyticsSettings.Read(
                section.Section("meterAnalytics", "Settings of meter-analytics")));
        section.Require(
            environment != EnvironmentKind.Prod || !settings.ForceDestroy,
            "forceDestroy", "true", "false where environment is prod, which keeps its stores with what they hold");
        section.RefuseUnknownKeys();
        return problems.Count == 0 ? settings : throw new SettingsException(problems);
    }

    // A text is given as it is; everything else is given as JSON.
    private static JsonElement Parse(string value)
    {
        try
        {
            var parsed = JsonDocument.Parse(value).RootElement;
            return parsed.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                ? parsed
                : JsonSerializer.SerializeToElement(value);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(value);
        }
    }
}
