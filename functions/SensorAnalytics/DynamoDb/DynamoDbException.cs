using System.Net;

namespace Fanout.Functions.SensorAnalytics.DynamoDb;

/// <summary>DynamoDB answered with an error ("Error handling with DynamoDB").</summary>
/// <param name="code">The error code, such as <c>ResourceNotFoundException</c>.</param>
/// <param name="status">The HTTP status.</param>
/// <param name="message">DynamoDB's message.</param>
public sealed class DynamoDbException(string code, HttpStatusCode status, string message) : Exception($"{code}: {message}")
{
    private static readonly string[] TransientCodes =
    [
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingException",
    ];

    /// <summary>The error code.</summary>
    public string Code => code;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => status >= HttpStatusCode.InternalServerError || TransientCodes.Contains(code);
}
