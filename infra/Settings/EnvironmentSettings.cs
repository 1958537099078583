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
    /// <param name="stack">The Pulumi stack's name, part of the names that settings have by default.</param>
    /// <param name="configuration">The project's configuration as the Pulumi CLI hands it over, by key: texts as they
    /// are, numbers, lists and objects as JSON.</param>
    /// <param name="provider">The configuration of the AWS provider, which may have tags of its own.</param>
    /// <exception cref="SettingsException">A setting is unknown, of another type or out of its range, or AWS would refuse
    /// the names that project and stack make.</exception>
    public static EnvironmentSettings Read(
        string project,
        string stack,
        IReadOnlyDictionary<string, string> configuration,
        IReadOnlyDictionary<string, string>? provider = null)
    {
        var names = new StackNames(project, stack);
        var problems = new List<string>(names.Problems());
        var settings = Read(Section(project, configuration), names);
        TagRules.CheckDefaults(Section("aws", provider ?? new Dictionary<string, string>()), settings.Tags);
        return problems.Count == 0 ? settings : throw new SettingsException(problems);

        SettingsSection Section(string @namespace, IReadOnlyDictionary<string, string> values) => new(
            $"{@namespace}:", values.ToDictionary(entry => entry.Key, entry => Parse(entry.Value)), problems);
    }

    /// <summary>The settings of an environment as they are documented.</summary>
    public static IReadOnlyList<Setting> Declared => DeclaredSection().Declared;

    /// <summary>The settings of one workflow as they are documented.</summary>
    /// <param name="workflow">The workflow's name.</param>
    public static IReadOnlyList<Setting> DeclaredOf(string workflow) => DeclaredSection().Sections[KeyOf(workflow)].Declared;

    /// <summary>The key of a workflow's settings: its name in camel case.</summary>
    /// <param name="workflow">The workflow's name.</param>
    public static string KeyOf(string workflow) => string.Concat(
        workflow.Split('-').Select((word, index) => index == 0 ? word : $"{char.ToUpperInvariant(word[0])}{word[1..]}"));

    // Reading declares.
    private static SettingsSection DeclaredSection()
    {
        var section = new SettingsSection("", new Dictionary<string, JsonElement>(), []);
        Read(section, new StackNames("PROJECT", "STACK"));
        return section;
    }

    private static EnvironmentSettings Read(SettingsSection section, StackNames names)
    {
        var environment = section.OneOf(
            "environment", EnvironmentKind.Dev, Environments,
            "What the stack is for: prod protects its stores from deletion and keeps execution data out of the logs");
        var settings = new EnvironmentSettings(
            Environment: environment,
            ForceDestroy: section.Boolean(
                "forceDestroy", environment != EnvironmentKind.Prod,
                "Whether buckets and workgroups are deleted with what they hold; always false in prod"),
            ReserveConcurrency: section.Boolean(
                "reserveConcurrency", false,
                "Whether functions reserve their concurrency, which bounds it too: the account's quota must leave 100 beside it, "
                    + "and a new account's does not"),
            Workflows: section.Names(
                "workflows", WorkflowNames.All,
                "The workflows that the stack holds: an environment can be one stack, or one stack per workflow"),
            LogLevel: section.OneOf(
                "logLevel", "ALL", LogLevels.ToDictionary(level => level), "What executions log"),
            LogRetentionDays: section.OneOf(
                "logRetentionDays", 14, RetentionPeriods.ToDictionary(days => $"{days}"), "How many days logs are kept"),
            AlarmEmail: section.Text(
                "alarmEmail", "", TextRule.EmailAddress,
                "Who is told of alarms, after confirming AWS's mail; prod has the topic, the output `alarmTopicArn`, in any case"),
            Tags: section.Texts("tags", TextRule.TagName, TextRule.TagValue, "Tags of every resource beside project, stack and workflow"),
            SensorAnalytics: SensorAnalyticsSettings.Read(SectionOf(section, WorkflowNames.SensorAnalytics), names),
            ParallelMap: ParallelMapSettings.Read(SectionOf(section, WorkflowNames.ParallelMap), names),
            StreamAggregator: StreamAggregatorSettings.Read(SectionOf(section, WorkflowNames.StreamAggregator), names),
            StreamAggregatorApiKey: section.Secret(
                "streamAggregatorApiKey", TextRule.HeaderValue,
                "The key of the API that stream-aggregator calls, a secret: `pulumi config set --secret fanout:streamAggregatorApiKey`"),
            S3HighThroughput: S3HighThroughputSettings.Read(SectionOf(section, WorkflowNames.S3HighThroughput)),
            MeterAnalytics: MeterAnalyticsSettings.Read(SectionOf(section, WorkflowNames.MeterAnalytics), names));
        section.Require(
            environment != EnvironmentKind.Prod || !settings.ForceDestroy,
            "forceDestroy", "true", "false where environment is prod, which keeps its stores with what they hold");

        TagRules.Check(section, settings.Tags);
        RequireDistinct(
            section,
            ("sensorAnalytics.tableName", settings.SensorAnalytics.TableName),
            ("parallelMap.tableName", settings.ParallelMap.TableName),
            ("streamAggregator.tasksTableName", settings.StreamAggregator.TasksTableName),
            ("streamAggregator.locationsTableName", settings.StreamAggregator.LocationsTableName),
            ("meterAnalytics.tableName", settings.MeterAnalytics.TableName));
        RequireDistinct(
            section,
            ("sensorAnalytics.database", settings.SensorAnalytics.Database),
            ("meterAnalytics.database", settings.MeterAnalytics.Database));
        section.RefuseUnknownKeys(OriginalNames.All);
        return settings;
    }

    // Of what has one name in an account's region.
    private static void RequireDistinct(SettingsSection section, params IReadOnlyList<(string Key, string Name)> names)
    {
        foreach (var same in names.GroupBy(given => given.Name))
        {
            foreach (var (key, name) in same.Skip(1))
            {
                section.Require(false, key, name, $"another name than that of {same.First().Key}");
            }
        }
    }

    private static SettingsSection SectionOf(SettingsSection section, string workflow) =>
        section.Section(KeyOf(workflow), $"The settings of {workflow}");

    // A text is given as it is; everything else is given as JSON.
    private static JsonElement Parse(string value)
    {
        try
        {
            var parsed = JsonDocument.Parse(value).RootElement;
            return parsed.ValueKind is JsonValueKind.Object or JsonValueKind.Array && HasWholeTexts(parsed)
                ? parsed
                : JsonSerializer.SerializeToElement(value);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(value);
        }
    }

    // JSON may hold half of a surrogate pair, which is no text.
    private static bool HasWholeTexts(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().All(entry => entry.Name.Length >= 0 && HasWholeTexts(entry.Value)),
                JsonValueKind.Array => value.EnumerateArray().All(HasWholeTexts),
                JsonValueKind.String => value.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
