namespace Fanout.Infra.Settings;

/// <summary>
/// What the samples that the workflows follow call by another name: keys of their configuration, placeholders, variables
/// and outputs. A setting of such a name is refused with what takes its place.
/// </summary>
public static class OriginalNames
{
    private static readonly Dictionary<string, OriginalName[]> ByWorkflow = new()
    {
        [WorkflowNames.SensorAnalytics] =
        [
            OriginalName.Made("IoTDataBucketName", "DataBucket"),
            OriginalName.Made("IoTAnalyticsResultsBucketName", "ResultsBucket"),
            OriginalName.Renamed("SensorSummaryTableName", "tableName"),
        ],
        [WorkflowNames.ParallelMap] =
        [
            new OriginalName("ddb", "no group: `tableName`, `partitionKeyName` and `partitionKeyValue` stand directly under `parallelMap`"),
            new OriginalName("stepfunc", "no group: `maxConcurrency`, `waitSeconds` and `timeoutSeconds` stand directly under `parallelMap`"),
            OriginalName.Renamed("partitionKeyValueField", "partitionKeyValue"),
            OriginalName.Renamed("waitDurationSeconds", "waitSeconds"),
            OriginalName.Renamed("timeoutDurationSeconds", "timeoutSeconds"),
        ],
        [WorkflowNames.StreamAggregator] =
        [
            OriginalName.Renamed("api_endpoint", "apiBaseUrl"),
            OriginalName.Renamed("summary_api_endpoint", "summaryApiBaseUrl"),
            OriginalName.Renamed("task_table", "tasksTableName"),
            OriginalName.Renamed("ApiKeyName", "apiKeyHeader"),
            new OriginalName("ApiKeyValue", "a secret of the stack: `pulumi config set --secret fanout:streamAggregatorApiKey`"),
            new OriginalName("api_url", "`apiBaseUrl`, one for all locations") { Setting = "apiBaseUrl" },
            OriginalName.Made("s3-bucket-name", "PartsBucket"),
            OriginalName.Made("destination_bucket", "OutputBucket"),
            OriginalName.Made("ConnectionArn", "ConnectionArn"),
            OriginalName.Made("glue_job", "JobName"),
            OriginalName.Made("Data Extraction Child", "ExtractionStateMachineName"),
            OriginalName.Made("Data Processing Child", "ProcessingStateMachineName"),
        ],
        [WorkflowNames.S3HighThroughput] = [],
        [WorkflowNames.MeterAnalytics] =
        [
            new OriginalName("ev_date_run", "the input of an execution, `{\"date_run\": \"2022/01/31\"}`"),
            OriginalName.Made("ev_athena_output_location", "ResultsBucket"),
            OriginalName.Made("iot-analytic-bucket", "DataBucket"),
            OriginalName.Made("iot-athena-results", "ResultsBucket"),
            OriginalName.Made("fn-run-athena-query", "StateMachineName"),
            OriginalName.Made("fn-write-athena-output-to-ddb", "FunctionName"),
            OriginalName.Renamed("RunAthenaQuerySchedule", "schedule"),
            OriginalName.Renamed("iotanalyticsdb", "database"),
            OriginalName.Renamed("ElectricityMeteredByPeriod", "tableName"),
        ],
    };

    /// <summary>The names of the sample that a workflow follows.</summary>
    /// <param name="workflow">The workflow's name.</param>
    public static IReadOnlyList<OriginalName> Of(string workflow) => ByWorkflow[workflow];

    /// <summary>The names of all samples, as they are said from outside the workflows' sections.</summary>
    internal static IEnumerable<OriginalName> All =>
        WorkflowNames.All.SelectMany(workflow => Of(workflow).Select(name => name.In(EnvironmentSettings.KeyOf(workflow))));
}
