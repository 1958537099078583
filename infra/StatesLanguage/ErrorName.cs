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
