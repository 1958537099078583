using System.Text.Json;
using Amazon.S3.Model;
using Fanout.Infra.Workflows.MeterAnalytics;
using Fanout.Local.Runs.Access;

namespace Fanout.Local.Runs;

/// <summary>A result of meter-analytics with a line that is none.</summary>
internal static class BrokenResult
{
    private const string Content = """
        "customerid","sensorid_day","total_kwh"
        no amount

        """;

    /// <summary>Why its line is rejected.</summary>
    public const string Reason = "the number of fields is 1 instead of 3";

    /// <summary>The name of its file.</summary>
    public static string NameOf(RunTarget target) => $"{target.Name}-broken.csv";

    private static string KeyOf(RunTarget target) => MeteringSchema.ResultsPrefix + NameOf(target);

    /// <summary>Puts the result where the function is told of it: the line must be reported. Then it is deleted.</summary>
    /// <returns>What went wrong, a sentence each.</returns>
    public static async Task<IEnumerable<string>> CheckAsync(RunTarget target, CancellationToken cancellation)
    {
        var (s3, bucket, key) = (target.Aws.S3, target.Outputs["ResultsBucket"], KeyOf(target));
        target.Cleanup.Add($"s3://{bucket}/{key}", token => StoredObjects.DeleteAsync(s3, bucket, key, token));
        await s3.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = Content.ReplaceLineEndings("\n"), UseChunkEncoding = false }, cancellation);
        await target.SettleAsync(cancellation);
        var reported = await ReportedAsync(target, cancellation);
        await s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key }, cancellation);
        return Problems(target, Reason, reported);
    }

    /// <summary>The reasons that the queue of rejected lines was told of.</summary>
    public static async Task<IReadOnlyList<string>> ReportedAsync(RunTarget target, CancellationToken cancellation)
    {
        var messages = await QueueMessages.TakeAsync(
            target.Aws.Sqs,
            target.Outputs["RejectedLinesQueueUrl"],
            message => target.Mark is null || message.Contains(KeyOf(target), StringComparison.Ordinal),
            taken => taken.Count > 0,
            target.Pace,
            cancellation);
        return [.. messages.Select(message => JsonElement.Parse(message).TryGetProperty("reason", out var reason) ? reason.GetString()! : message)];
    }

    /// <summary>What is wrong where something else was reported than a reason, once.</summary>
    public static IEnumerable<string> Problems(RunTarget target, string reason, IReadOnlyList<string> reported) => reported.SequenceEqual([reason])
        ? []
        : [$"of {KeyOf(target)} was to be reported: {reason}; reported: [{string.Join(", ", reported)}]"];
}
