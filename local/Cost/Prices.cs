namespace Fanout.Local.Cost;

/// <summary>
/// List prices of us-east-1, in USD, without free tiers and without the discounts for large volumes; and what stands in for
/// quantities that nothing on this machine can tell.
/// </summary>
public static class Prices
{
    private const string StepFunctions = "https://aws.amazon.com/step-functions/pricing/";
    private const string Lambda = "https://aws.amazon.com/lambda/pricing/";
    private const string S3 = "https://aws.amazon.com/s3/pricing/";
    private const string Sns = "https://aws.amazon.com/sns/pricing/";
    private const string Sqs = "https://aws.amazon.com/sqs/pricing/";
    private const string DynamoDb = "https://aws.amazon.com/dynamodb/pricing/on-demand/";
    private const string Athena = "https://aws.amazon.com/athena/pricing/";
    private const string Glue = "https://aws.amazon.com/glue/pricing/";
    private const string EventBridge = "https://aws.amazon.com/eventbridge/pricing/";
    private const string CloudWatch = "https://aws.amazon.com/cloudwatch/pricing/";
    private const string Kms = "https://aws.amazon.com/kms/pricing/";
    private const string SecretsManager = "https://aws.amazon.com/secrets-manager/pricing/";

    /// <summary>A state entered or retried in a Standard execution.</summary>
    public static UnitPrice StandardTransition { get; } = new("Step Functions: Standard transitions", "transition", 0.000025m, StepFunctions, "2026-03");

    /// <summary>An Express execution that is started.</summary>
    public static UnitPrice ExpressRequest { get; } = new("Step Functions: Express requests", "request", 0.000001m, StepFunctions, "2026-03");

    /// <summary>What an Express execution takes: its time in steps of 100 ms, its memory in steps of 64 MB.</summary>
    public static UnitPrice ExpressGigabyteSecond { get; } = new("Step Functions: Express duration", "GB-second", 0.00001667m, StepFunctions, "2026-03");

    /// <summary>An invocation of a function.</summary>
    public static UnitPrice FunctionRequest { get; } = new("Lambda: requests", "request", 0.0000002m, Lambda, "2026-03");

    /// <summary>The time of a function on arm64, its start included, in steps of 1 ms.</summary>
    public static UnitPrice ArmGigabyteSecond { get; } = new("Lambda: duration on arm64", "GB-second", 0.0000133334m, Lambda, "2026-03");

    /// <summary>The time of a function on x86_64, its start included, in steps of 1 ms.</summary>
    public static UnitPrice X86GigabyteSecond { get; } = new("Lambda: duration on x86_64", "GB-second", 0.0000166667m, Lambda, "2026-03");

    /// <summary>A request of the dearer class.</summary>
    public static UnitPrice S3Write { get; } = new("S3: PUT, COPY, POST and LIST requests", "request", 0.000005m, S3, "2026-11");

    /// <summary>A GET request, and any other but DELETE and CANCEL, which are free.</summary>
    public static UnitPrice S3Read { get; } = new("S3: GET and other requests", "request", 0.0000004m, S3, "2026-11");

    /// <summary>64 KB that are published, alone or in a batch; queues and functions get them for nothing.</summary>
    public static UnitPrice SnsPublish { get; } = new("SNS: requests of 64 KB", "request", 0.0000005m, Sns, "2026-06");

    /// <summary>64 KB of a request to a standard queue.</summary>
    public static UnitPrice SqsRequest { get; } = new("SQS: requests of 64 KB", "request", 0.0000004m, Sqs, "2026-03");

    /// <summary>1 KB of an item that is written.</summary>
    public static UnitPrice DynamoDbWrite { get; } = new("DynamoDB: write request units", "unit", 0.000000625m, DynamoDb, "2025-07");

    /// <summary>4 KB that are read with strong consistency, or 8 KB without.</summary>
    public static UnitPrice DynamoDbRead { get; } = new("DynamoDB: read request units", "unit", 0.000000125m, DynamoDb, "2025-07");

    /// <summary>What queries scan, each of them 10 MB at least.</summary>
    public static UnitPrice AthenaTerabyte { get; } = new("Athena: data scanned", "TB", 5m, Athena, "2026-11");

    /// <summary>A data processing unit for an hour; a run of a job takes a minute at least, a Python shell one too.</summary>
    public static UnitPrice GlueHour { get; } = new("Glue: jobs", "DPU-hour", 0.44m, Glue, "2026-05");

    /// <summary>A schedule that fires.</summary>
    public static UnitPrice ScheduledInvocation { get; } = new("EventBridge Scheduler: invocations", "invocation", 0.000001m, EventBridge, "2026-03");

    /// <summary>What is written to log groups.</summary>
    public static UnitPrice LogGigabyte { get; } = new("CloudWatch: logs", "GB", 0.50m, CloudWatch, "2026-06");

    /// <summary>An alarm that watches one metric, for a month.</summary>
    public static UnitPrice AlarmMonth { get; } = new("CloudWatch: alarms", "alarm for a month", 0.10m, CloudWatch, "2026-02");

    /// <summary>A dashboard for a month.</summary>
    public static UnitPrice DashboardMonth { get; } = new("CloudWatch: dashboards", "dashboard for a month", 3m, CloudWatch, "2026-06");

    /// <summary>A key of the customer's for a month.</summary>
    public static UnitPrice KeyMonth { get; } = new("KMS: keys", "key for a month", 1m, Kms, "2026-03");

    /// <summary>A secret for a month; one that belongs to a connection of EventBridge costs nothing.</summary>
    public static UnitPrice SecretMonth { get; } = new("Secrets Manager: secrets", "secret for a month", 0.40m, SecretsManager, "2026-11");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<UnitPrice> All { get; } =
    [
        StandardTransition, ExpressRequest, ExpressGigabyteSecond, FunctionRequest, ArmGigabyteSecond, X86GigabyteSecond, S3Write, S3Read,
        SnsPublish, SqsRequest, DynamoDbWrite, DynamoDbRead, AthenaTerabyte, GlueHour, ScheduledInvocation, LogGigabyte,
        AlarmMonth, DashboardMonth, KeyMonth, SecretMonth,
    ];

    /// <summary>
    /// How long a call of a Task takes in an Express execution. On the clock of the local cloud work takes no time, and an
    /// emulator's says nothing of a service's: S3 takes tens of milliseconds for small objects ("Timeouts and Retries for
    /// Latency-Sensitive Applications"). Calls are taken to come one after the other, so that this is the most.
    /// </summary>
    public static TimeSpan CallDuration { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The memory of an Express execution, in MB. By AWS's formula, 50 MB and the definition and the payload of each step of a
    /// Map or Parallel, it stays below this as long as these are not more than 14 MB together.
    /// </summary>
    public const int ExpressMegabytes = 64;
}
