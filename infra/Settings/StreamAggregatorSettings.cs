namespace Fanout.Infra.Settings;

/// <summary>Settings of the workflow stream-aggregator.</summary>
/// <param name="StateMachineName">The state machine that takes a task.</param>
/// <param name="TasksTableName">The DynamoDB table of the tasks.</param>
/// <param name="LocationsTableName">The DynamoDB table of the tasks' locations.</param>
/// <param name="ApiBaseUrl">Where the API begins; a location's address is below it.</param>
/// <param name="SummaryApiBaseUrl">Where the API of the counts begins.</param>
/// <param name="ApiKeyHeader">The header that carries the API's key.</param>
/// <param name="Columns">The columns of the file, in the order of their names.</param>
/// <param name="LocationConcurrency">How many locations are asked at the same time.</param>
/// <param name="PageSize">How many records a page has.</param>
/// <param name="ToleratedFailedLocations">How many locations may fail before the task does.</param>
/// <param name="ToleratedRejectedPercentage">What share of the rows may be missing or rejected before the execution fails.</param>
/// <param name="MissingRowsFailLocation">Whether a location fails of which the API gives fewer rows than it counts.</param>
/// <param name="ExtractionTimeoutMinutes">The longest that all locations may take.</param>
/// <param name="JobType">What Glue runs the script with: glueetl or pythonshell.</param>
/// <param name="JobWorkerType">The size of a worker of a glueetl job.</param>
/// <param name="JobWorkers">How many workers a glueetl job has.</param>
/// <param name="JobConcurrency">How many runs the job may have at the same time.</param>
/// <param name="JobTimeoutMinutes">The longest that a run of the job may take.</param>
public sealed record StreamAggregatorSettings(
    string StateMachineName,
    string TasksTableName,
    string LocationsTableName,
    string ApiBaseUrl,
    string SummaryApiBaseUrl,
    string ApiKeyHeader,
    IReadOnlyList<Column> Columns,
    int LocationConcurrency,
    int PageSize,
    int ToleratedFailedLocations,
    int ToleratedRejectedPercentage,
    bool MissingRowsFailLocation,
    int ExtractionTimeoutMinutes,
    string JobType,
    string JobWorkerType,
    int JobWorkers,
    int JobConcurrency,
    int JobTimeoutMinutes)
{
    /// <summary>A Spark job.</summary>
    public const string GlueEtl = "glueetl";

    /// <summary>A job of one small Python process.</summary>
    public const string PythonShell = "pythonshell";

    // A page is one payload, 262,144 bytes: at 400 records each may have 650 bytes as the API writes it, at 1,000 it
    // has 260, about twice what three columns need.
    private const int Records = 400;
    private const int MostRecords = 1_000;

    // Each has a name in each row of a page, and a part of the one expression that makes the rows.
    private const int MostColumns = 50;

    // Each location has two pages under way, each an HTTP Task: of these 300 start in a second.
    private const int Locations = 5;
    private const int MostLocations = 150;

    // A week: parts are kept for two, one for the extraction and one for the job.
    private const int MostMinutes = 7 * 24 * 60;

    // "AWS Glue endpoints and quotas": concurrent runs of a job. The script uses the first worker alone, and Spark
    // needs two.
    private const int MostRuns = 1_000;
    private const int FewestWorkers = 2;
    private const int MostWorkers = 299;

    // "Jobs must have timeout values less than 7 days" (Glue's CreateJob).
    private const int MostJobMinutes = MostMinutes - 1;

    // Those of the sample that the workflow follows.
    private static readonly Dictionary<string, string> OriginalColumns = new()
    {
        ["discount_code"] = "resourceKey",
        ["error_message"] = "errors[0].message",
        ["status"] = "state",
    };

    private static readonly string[] JobTypes = [GlueEtl, PythonShell];

    // What a worker has, in DPUs: 299 workers of one DPU may be asked for, and 149 of two ("AWS::Glue::Job").
    private static readonly Dictionary<string, int> WorkerTypes = new() { ["G.1X"] = 1, ["G.2X"] = 2, ["G.4X"] = 4, ["G.8X"] = 8 };

    /// <summary>Reads and checks the section <c>streamAggregator</c>.</summary>
    /// <param name="section">The section.</param>
    /// <param name="names">What names are made of that are not given.</param>
    public static StreamAggregatorSettings Read(SettingsSection section, StackNames names)
    {
        var apiBaseUrl = section.Text(
            "apiBaseUrl", "https://api.example.com", TextRule.HttpsAddress,
            "Where the API begins: a location is asked at {apiBaseUrl}/{location_id}/get-data");
        var settings = new StreamAggregatorSettings(
            StateMachineName: section.Text(
                "stateMachineName", names.Of(WorkflowNames.StreamAggregator), TextRule.StateMachineName,
                "The state machine that takes a task"),
            TasksTableName: section.Text(
                "tasksTableName", names.Of($"{WorkflowNames.StreamAggregator}-processing-tasks"), TextRule.TableName,
                "The DynamoDB table of the tasks"),
            LocationsTableName: section.Text(
                "locationsTableName", names.Of($"{WorkflowNames.StreamAggregator}-locations"), TextRule.TableName,
                "The DynamoDB table of the tasks' locations"),
            ApiBaseUrl: apiBaseUrl,
            SummaryApiBaseUrl: section.Text(
                "summaryApiBaseUrl", apiBaseUrl, TextRule.HttpsAddress,
                "Where the API of the counts begins, if elsewhere than apiBaseUrl: {summaryApiBaseUrl}/{location_id}/get-summary"),
            ApiKeyHeader: section.Text(
                "apiKeyHeader", "Authorization", TextRule.HeaderName, "The header that carries the API's key"),
            Columns: ReadColumns(section),
            LocationConcurrency: section.Integer(
                "locationConcurrency", Locations, 1, MostLocations, "How many locations are asked at the same time"),
            PageSize: section.Integer("pageSize", Records, 1, MostRecords, "How many records a page has"),
            ToleratedFailedLocations: section.Integer(
                "toleratedFailedLocations", 0, 0, int.MaxValue,
                "How many locations may fail before the task does; where all do, it fails in any case"),
            ToleratedRejectedPercentage: ToleratedRejections.Read(section, "rows"),
            MissingRowsFailLocation: section.Boolean(
                "missingRowsFailLocation", false, "Whether a location fails of which the API gives fewer rows than it counts"),
            ExtractionTimeoutMinutes: section.Integer(
                "extractionTimeoutMinutes", 360, 1, MostMinutes, "The longest that all locations may take"),
            JobType: section.OneOf(
                "jobType", GlueEtl, JobTypes.ToDictionary(type => type),
                "What Glue runs the script with: a Spark job of Glue 5.1, or a far cheaper Python process of an older version"),
            JobWorkerType: section.OneOf(
                "jobWorkerType", "G.1X", WorkerTypes.Keys.ToDictionary(type => type), "The size of a worker of a glueetl job"),
            JobWorkers: section.Integer(
                "jobWorkers", FewestWorkers, FewestWorkers, MostWorkers, "How many workers a glueetl job has"),
            JobConcurrency: section.Integer(
                "jobConcurrency", 10, 1, MostRuns, "How many runs the job may have at the same time"),
            JobTimeoutMinutes: section.Integer(
                "jobTimeoutMinutes", 60, 1, MostJobMinutes, "The longest that a run of the job may take"));
        var mostWorkers = MostWorkers / WorkerTypes[settings.JobWorkerType];
        section.Require(
            settings.JobWorkers <= mostWorkers,
            "jobWorkers", $"{settings.JobWorkers}", $"up to {mostWorkers} where jobWorkerType is {settings.JobWorkerType}");
        section.Require(
            settings.StateMachineName == names.Of(WorkflowNames.StreamAggregator)
                || !settings.StateMachineName.StartsWith(names.Of(""), StringComparison.Ordinal),
            "stateMachineName", settings.StateMachineName, $"no name that begins with {names.Of("")}, as those of the other state machines do");
        section.RefuseUnknownKeys(OriginalNames.Of(WorkflowNames.StreamAggregator));
        return settings;
    }

    // Pulumi hands an object over with its names in order, however the stack's file has them.
    private static Column[] ReadColumns(SettingsSection section)
    {
        const string key = "columns";
        var paths = section.Texts(
            key, TextRule.ColumnName, TextRule.FieldPath,
            $"The columns of the file, 1 to {MostColumns} in the order of their names, and where in a record of the API the value of each is",
            OriginalColumns);
        section.Require(
            paths.Count is >= 1 and <= MostColumns, key, $"an object of {paths.Count} columns", $"an object of 1 to {MostColumns}");
        foreach (var same in paths.Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
        {
            section.Require(
                false, key, $"an object that names {string.Join(" and ", same)}", "names that differ in more than case, as programs that read CSV require");
        }

        return [.. paths.OrderBy(path => path.Key, StringComparer.Ordinal).Select(path => new Column(path.Key, FieldPath.Parse(path.Value)))];
    }
}
