using Amazon.S3;
using Fanout.Local.Aws.Models;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.S3;

/// <summary>Errors of S3 as executions on AWS record them.</summary>
internal static class S3Failure
{
    /// <summary>The error for one that S3 answered with.</summary>
    public static TaskFailedException Of(AmazonS3Exception error) =>
        Of(error.ErrorCode, error.Message, (int)error.StatusCode, error.RequestId, error.AmazonId2);

    /// <summary>The error for an answer.</summary>
    /// <param name="code">The error code; where it is one of the modeled ones, the error is named after it.</param>
    /// <param name="message">S3's message; an answer to HEAD has none.</param>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="extendedRequestId">The id that S3 sends beside it.</param>
    public static TaskFailedException Of(
        string? code, string? message, int statusCode, string? requestId, string? extendedRequestId) => new(
        $"S3.{Name(code)}",
        $"{message ?? "null"} (Service: S3, Status Code: {statusCode}, Request ID: {requestId ?? "null"}, "
            + $"Extended Request ID: {extendedRequestId ?? "null"})");

    /// <summary>The error for a call that S3 did not answer.</summary>
    public static TaskFailedException Of(Exception problem) =>
        new("S3.SdkClientException", $"Unable to execute HTTP request: {problem.GetBaseException().Message}");

    private static string Name(string? code) =>
        code is not null && ServiceModel.S3.Errors.TryGetValue(code, out var exception) ? exception : "S3Exception";
}
