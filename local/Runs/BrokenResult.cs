using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.S3.Model;
using Fanout.Infra.Workflows.MeterAnalytics;
using Fanout.Local.Services.S3;
using Fanout.Local.Stacks;

namespace Fanout.Local.Runs;

/// <summary>A result of meter-analytics with a line that is none, which is deleted before S3 tells of it once more.</summary>
internal static class BrokenResult
{
    private const string Header = """
        "customerid","sensorid_day","total_kwh"
        """;

    private static readonly string[] Reasons = ["the number of fields is 1 instead of 3", "the object does not exist"];

    /// <summary>Puts the result where the function is told of it: the line and then the missing object must be reported.</summary>
    /// <returns>What went wrong, a sentence each; invocations that failed are left among those of the cloud.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync(
        LocalDeployment deployment, IReadOnlyDictionary<string, string> outputs, CancellationToken cancellation)
    {
        var (cloud, bucket) = (deployment.Cloud, outputs["ResultsBucket"]);
        var key = $"{MeteringSchema.ResultsPrefix}broken.csv";
        var told = new ConcurrentQueue<Notification>();
        using var s3 = cloud.S3();
        using (cloud.Notifications.Observe(told.Enqueue))
        {
            var content = $"{Header}\nno amount\n";
            await s3.PutObjectAsync(
                new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = content, UseChunkEncoding = false }, cancellation);
        }

        await cloud.Invocations.DrainAsync(cancellation);
        await s3.DeleteObjectAsync(bucket, key, cancellation);
        cloud.Notifications.Deliver(told.Single());
        await cloud.Invocations.DrainAsync(cancellation);
        var reported = await cloud.Sqs.DrainAsync(outputs["RejectedLinesQueueUrl"], cancellation);
        return reported.Select(entry => JsonElement.Parse(entry).GetProperty("reason").GetString()).Order().SequenceEqual(Reasons.Order())
            ? []
            : [$"of {key} was to be reported: {string.Join(", ", Reasons)}; reported: [{string.Join(", ", reported)}]"];
    }
}
