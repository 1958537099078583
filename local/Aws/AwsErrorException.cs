namespace Fanout.Local.Aws;

/// <summary>An AWS service answered with an error.</summary>
/// <param name="code">The error code, such as <c>ResourceNotFoundException</c>.</param>
/// <param name="statusCode">The HTTP status.</param>
/// <param name="requestId">The request's id.</param>
/// <param name="message">The service's message.</param>
public sealed class AwsErrorException(string code, int statusCode, string requestId, string message) : Exception(message)
{
    /// <summary>The error code.</summary>
    public string Code => code;

    /// <summary>The HTTP status.</summary>
    public int StatusCode => statusCode;

    /// <summary>The request's id.</summary>
    public string RequestId => requestId;
}
