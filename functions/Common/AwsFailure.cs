using Amazon.Runtime;

namespace Fanout.Functions.Common;

/// <summary>Calls of AWS that failed for good: the service refused them, or could not do them in several attempts.</summary>
internal static class AwsFailure
{
    /// <summary>Whether this is such a failure.</summary>
    /// <param name="problem">What a client threw.</param>
    /// <param name="cancellation">What the caller may have ended the call with.</param>
    public static bool Is(Exception problem, CancellationToken cancellation) => problem switch
    {
        AmazonServiceException or AmazonClientException or HttpRequestException or IOException => true,

        // The time limit of one request, not the caller.
        OperationCanceledException => !cancellation.IsCancellationRequested,
        _ => false,
    };

    /// <summary>Says what it was: the error's code, where the service gave one, and the message.</summary>
    public static string Describe(Exception problem) => problem is AmazonServiceException { ErrorCode: { Length: > 0 } code }
        ? $"{code}: {problem.Message}"
        : problem.Message;
}
