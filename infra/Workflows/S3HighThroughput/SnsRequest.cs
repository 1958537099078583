namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>What SNS takes in one request ("Amazon SNS endpoints and quotas"): as much as a payload holds.</summary>
internal static class SnsRequest
{
    /// <summary>
    /// The most bytes that a message may have as JSON text, which is never shorter than the message itself: what the
    /// limit leaves beside the object's key (1,024 bytes, twice that in JSON), the topic's ARN and the fields' names.
    /// </summary>
    public const int LargestMessage = 256_000;
}
