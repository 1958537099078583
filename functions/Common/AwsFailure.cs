using Amazon.Runtime;

namespace Fanout.Functions.Common;

/// <summary>Calls of AWS that failed for good: the service refused them, or could not do them in several attempts.</summary>
internal static class AwsFailure
{
    /// <summary>Says what it was: the error's code, where the service gave one, and the message; the time limit, where it was that.</summary>
    /// <param name="problem">What the client threw.</param>
    public static string Describe(Exception problem) => problem switch
    {
        AmazonServiceException { ErrorCode: { Length: > 0 } code } => $"{code}: {problem.Message}",
        TimeoutException => $"there was no answer within {AwsClients.RequestTimeout.TotalSeconds} seconds",
        _ => problem.Message,
    };
}
