using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Infra.Settings;
using Fanout.Local.Cost;
using Fanout.Local.Runs.Access;
using Fanout.Samples;

namespace Fanout.Local.Runs;

/// <summary>
/// s3-high-throughput over generated objects and whatever else is below the prefix: each JSON object must have been
/// published once with its attribute, each other one reported to the dead-letter queue.
/// </summary>
internal sealed class S3HighThroughputRun : IWorkflowRun
{
    private const int Uploads = 32;
    private const int Transitions = 13;

    // The stack's own samples have one of these.
    private const string NoObject = "not-an-object.json";

    /// <inheritdoc />
    public string Workflow => WorkflowNames.S3HighThroughput;

    /// <inheritdoc />
    public RunPlan Plan(RunTarget target, RunOptions options) => new(
        $"puts {options.Objects + 1} objects below s3://{target.Outputs["DataBucket"]}/{PrefixOf(target)}; publishes {options.Objects} messages to {target.Outputs["TopicArn"]}, "
            + $"whose subscribers get them, and reports one object to the dead-letter queue, whose alarm may be raised for it; a queue {target.Name}-messages listens meanwhile",
        Transitions * Prices.StandardTransition.Dollars + options.Objects * (Prices.S3Write.Dollars + Prices.SnsPublish.Dollars + 3 * Prices.SqsRequest.Dollars));

    /// <inheritdoc />
    public async IAsyncEnumerable<RunReport> RunAsync(
        RunTarget target, RunOptions options, IRunProgress progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (s3, bucket, prefix) = (target.Aws.S3, target.Outputs["DataBucket"], PrefixOf(target));
        var objects = options.Folder is { } folder
            ? S3HighThroughputSample.OfFolder(folder, prefix)
            : [.. S3HighThroughputSample.Generate(options.Objects).Select(sample => Upload.Of(prefix + sample.Key, sample.Body))];
        var what = $"{objects.Count} objects";
        progress.Show(Workflow, what, objects.Count, RunStage.Loading);
        if (target.Mark is not null)
        {
            target.Cleanup.Add($"s3://{bucket}/{prefix}", token => StoredObjects.DeleteAsync(s3, bucket, prefix, token));
        }

        if (options.Folder is null && (target.Mark is not null || !target.Settings.S3HighThroughput.SampleData))
        {
            objects = [.. objects, Upload.Of($"{prefix}{NoObject}", "[]")];
        }

        await ObjectUploads.PutAsync(s3, bucket, objects, "objects", "application/json", Uploads, progress: null, cancellation);

        var published = new PublishedObjects(target.Settings.S3HighThroughput);
        var generated = new HashSet<string>();
        foreach (var (key, body) in options.Folder is null ? S3HighThroughputSample.Generate(options.Objects) : [])
        {
            generated.Add(prefix + key);
            published.Expect(prefix + key, body);
        }

        var others = new Dictionary<string, UInt128?>();
        await foreach (var (key, text) in OthersAsync(s3, bucket, prefix, generated, cancellation))
        {
            others[key] = published.Expect(key, text);
        }

        progress.Show(Workflow, what, generated.Count + others.Count, RunStage.Running);
        await using var listener = target.Listen?.Invoke(target.Outputs["TopicArn"])
            ?? await QueueListener.StartAsync(target, target.Outputs["TopicArn"], cancellation);
        var execution = await target.Executions.RunAsync(
            target.Outputs["StateMachineArn"], target.Mark is { } mark ? new { prefix = $"{mark}/" } : new { }, target.Name, cancellation);
        var reported = await ReportedAsync(target, execution.Succeeded ? others.Count(other => other.Value is null) : 0, cancellation);
        foreach (var message in await listener.HeardAsync(execution.Succeeded ? generated.Count + others.Count - reported.Count : 0, cancellation))
        {
            if (target.Mark is null || published.IsExpected(message))
            {
                published.Add(message);
            }
        }

        yield return new RunReport(
            Workflow,
            what,
            execution,
            generated.Count + others.Count,
            $"{published.Published} messages to {target.Outputs["TopicArn"]}, {reported.Count} to the dead-letter queue",
            execution.Succeeded ? [.. Check(others, reported, published), .. published.Problems()] : []);
    }

    // Below the stack's own: nothing else may be read.
    private static string PrefixOf(RunTarget target) =>
        target.Settings.S3HighThroughput.Prefix + (target.Mark is { } mark ? $"{mark}/" : "");

    private static IEnumerable<string> Check(
        Dictionary<string, UInt128?> others, List<string> reported, PublishedObjects published)
    {
        foreach (var key in reported)
        {
            if (!others.TryGetValue(key, out var hash))
            {
                yield return $"{key} is in the dead-letter queue, and nothing is wrong with it";
            }
            else if (hash is { } expected)
            {
                // A JSON object may be reported too: it may be larger than a message.
                published.Forgive(expected);
            }
        }

        foreach (var (key, _) in others.Where(other => other.Value is null && !reported.Contains(other.Key)))
        {
            yield return $"{key} is no JSON object, and is not in the dead-letter queue";
        }
    }

    /// <summary>What is below the prefix beside the generated objects: the stack's own samples, and what somebody put there.</summary>
    private static async IAsyncEnumerable<(string Key, string Text)> OthersAsync(
        AmazonS3Client s3, string bucket, string prefix, HashSet<string> generated, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        await foreach (var found in s3.Paginators.ListObjectsV2(request).S3Objects.WithCancellation(cancellation))
        {
            if (!generated.Contains(found.Key))
            {
                using var answer = await s3.GetObjectAsync(bucket, found.Key, cancellation);
                using var reader = new StreamReader(answer.ResponseStream);
                yield return (found.Key, await reader.ReadToEndAsync(cancellation));
            }
        }
    }

    private static async Task<List<string>> ReportedAsync(RunTarget target, int expected, CancellationToken cancellation)
    {
        var messages = await QueueMessages.TakeAsync(
            target.Aws.Sqs, target.Outputs["DeadLetterQueueUrl"], target.IsOwn, taken => taken.Count >= expected, target.Pace, cancellation);
        return [.. messages.Select(message => JsonElement.Parse(message).GetProperty("key").GetString()!)];
    }
}
