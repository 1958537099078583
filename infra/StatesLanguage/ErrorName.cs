namespace Fanout.Infra.StatesLanguage;

/// <summary>Error names for retriers and catchers ("Handling errors in Step Functions workflows").</summary>
public static class ErrorName
{
    /// <summary>Every error but those that end an execution at once.</summary>
    public const string All = "States.ALL";

    /// <summary>Every error of a task but a timeout.</summary>
    public const string TaskFailed = "States.TaskFailed";

    /// <summary>A task took longer than its TimeoutSeconds.</summary>
    public const string Timeout = "States.Timeout";

    /// <summary>A payload or a variable is over its quota; only this name matches it.</summary>
    public const string DataLimitExceeded = "States.DataLimitExceeded";

    /// <summary>An expression failed or has no result.</summary>
    public const string QueryEvaluationError = "States.QueryEvaluationError";

    /// <summary>S3 has no object with that key.</summary>
    public const string NoSuchKey = "S3.NoSuchKeyException";

    /// <summary>A conditional write was refused, for the item is not as it must be.</summary>
    public const string ConditionalCheckFailed = "DynamoDB.ConditionalCheckFailedException";

    /// <summary>What an HTTPS API may answer a call with, and a later call may not meet: no answer, 429 and every 5xx
    /// that is registered ("HTTP Status Code Registry", IANA) or that a proxy gives ("5XX errors", Cloudflare).</summary>
    public static IReadOnlyList<string> TransientHttpErrors { get; } =
    [
        "States.Http.Socket",
        .. new[] { 429, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511, 520, 521, 522, 523, 524, 525, 526, 529, 530 }
            .Select(status => $"States.Http.StatusCode.{status}"),
    ];

    /// <summary>What Glue itself may refuse a job's run with, and a later call may not meet ("StartJobRun action", AWS
    /// Glue Web API Reference).</summary>
    public static IReadOnlyList<string> TransientGlueErrors { get; } =
    [
        "Glue.ConcurrentRunsExceededException",
        "Glue.ResourceNumberLimitExceededException",
        "Glue.OperationTimeoutException",
        "Glue.InternalServiceException",
        "Glue.ThrottlingException",
        "Glue.SdkClientException",
    ];

    /// <summary>What Step Functions itself may refuse to start an execution with, and a later call may not meet
    /// ("StartExecution", AWS Step Functions API Reference).</summary>
    public static IReadOnlyList<string> TransientStepFunctionsErrors { get; } =
    [
        "StepFunctions.ExecutionLimitExceededException",
        "StepFunctions.ThrottlingException",
        "StepFunctions.SdkClientException",
    ];

    /// <summary>What Lambda itself may fail a call with, and a later call may not meet ("Best practices": Handle
    /// transient Lambda service exceptions).</summary>
    public static IReadOnlyList<string> TransientLambdaErrors { get; } =
    [
        "Lambda.ClientExecutionTimeoutException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
    ];

    /// <summary>What Athena itself may refuse a query with, and a later call may not meet ("Errors", Amazon Athena API
    /// Reference).</summary>
    public static IReadOnlyList<string> TransientAthenaErrors { get; } =
    [
        "Athena.TooManyRequestsException",
        "Athena.InternalServerException",
        "Athena.SdkClientException",
    ];
}
