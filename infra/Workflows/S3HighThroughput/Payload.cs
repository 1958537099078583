using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>Sizes in bytes ("Step Functions service quotas", "Amazon SNS endpoints and quotas").</summary>
internal static class Payload
{
    /// <summary>The most that a state takes or gives, an execution is started with, or SNS takes in one request.</summary>
    public const int Limit = 262_144;

    /// <summary>
    /// The most that a message may have as JSON text, which is never shorter than the message itself: what the limit
    /// leaves beside the object's key (1,024 bytes, twice that in JSON), the topic's ARN and the names of the fields.
    /// </summary>
    public const int LargestMessage = 256_000;

    /// <summary>Defines <c>$bytes</c>, the length of a text in UTF-8; <c>$length</c> counts characters.</summary>
    public const string DefineBytes =
        "$bytes := function($text) { ($escaped := $encodeUrlComponent($text); "
            + "$length($escaped) - 2 * ($count($split($escaped, '%')) - 1)) };";

    /// <summary>Retries of calls that a busy or failing service may answer later: after up to 1, 2, 4, 8 and 16 s.</summary>
    public static Retrier Retry { get; } = new(ErrorName.TaskFailed)
    {
        IntervalSeconds = 1,
        MaxAttempts = 5,
        BackoffRate = 2,
        JitterStrategy = "FULL",
    };
}
