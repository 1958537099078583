using System.Net;

namespace Fanout.Functions.Common.Aws;

/// <summary>An AWS service answered with an error.</summary>
/// <param name="code">The error code, such as <c>ResourceNotFoundException</c>.</param>
/// <param name="status">The HTTP status.</param>
/// <param name="message">The service's message.</param>
public sealed class AwsException(string code, HttpStatusCode status, string message) : Exception($"{code}: {message}")
{
    private static readonly string[] TransientCodes =
    [
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "ThrottlingException",
    ];

    /// <summary>The error code.</summary>
    public string Code => code;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => status >= HttpStatusCode.InternalServerError || TransientCodes.Contains(code);
}
