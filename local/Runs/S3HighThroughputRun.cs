using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Infra.Settings;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples;

namespace Fanout.Local.Runs;

/// <summary>
/// s3-high-throughput over generated objects and whatever else is in the bucket: each JSON object must have been published
/// once with its attribute, each other one reported to the dead-letter queue.
/// </summary>
internal sealed class S3HighThroughputRun : IWorkflowRun
{
    private const int Uploads = 32;

    /// <inheritdoc />
    public string Workflow => WorkflowNames.S3HighThroughput;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunReport> RunAsync(
        LocalDeployment deployment,
        RunOptions options,
        IRunProgress progress,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var settings = deployment.Settings.S3HighThroughput;
        var outputs = deployment.Stack.Workflows[Workflow];
        using var s3 = deployment.Cloud.S3();
        var objects = $"{options.Objects} objects";
        progress.Show(Workflow, objects, options.Objects, RunStage.Loading);
        await S3HighThroughputSample.LoadAsync(
            s3, outputs["DataBucket"], settings.Prefix, options.Objects, Uploads, progress: null, cancellation);
        if (!settings.SampleData)
        {
            // The stack's own samples have one of these.
            await s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = outputs["DataBucket"],
                    Key = SdkKey.Of($"{settings.Prefix}not-an-object.json"),
                    ContentBody = "[]",
                    UseChunkEncoding = false,
                },
                cancellation);
        }

        var published = new PublishedObjects(settings);
        var generated = new HashSet<string>();
        foreach (var (key, body) in S3HighThroughputSample.Generate(options.Objects))
        {
            var fullKey = settings.Prefix + key;
            generated.Add(fullKey);
            published.Expect(fullKey, body);
        }

        var others = new Dictionary<string, UInt128?>();
        await foreach (var (key, text) in OthersAsync(s3, outputs["DataBucket"], settings.Prefix, generated, cancellation))
        {
            others[key] = published.Expect(key, text);
        }

        progress.Show(Workflow, objects, options.Objects + others.Count, RunStage.Running);
        var requestsBefore = deployment.Cloud.Requests.Total;
        ExecutionOutcome outcome;
        using (deployment.Cloud.Gateway.ObserveMessages(outputs["TopicArn"], published.Add))
        {
            outcome = await deployment.ExecuteAsync(
                outputs["StateMachineArn"], JsonElement.Parse("{}"), $"{Guid.NewGuid()}", cancellation);
        }

        var reported = await ReportedAsync(deployment, outputs["DeadLetterQueueUrl"], cancellation);
        yield return new RunReport(
            Workflow,
            objects,
            outcome,
            options.Objects + others.Count,
            $"{published.Published} messages to {outputs["TopicArn"]}, {reported.Count} to the dead-letter queue",
            deployment.Cloud.Requests.Since(requestsBefore),
            outcome.Status == ExecutionStatus.Succeeded ? [.. Check(others, reported, published), .. published.Problems()] : []);
    }

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

    /// <summary>What is in the bucket beside the generated objects: the stack's own samples, and what somebody put there.</summary>
    private static async IAsyncEnumerable<(string Key, string Text)> OthersAsync(
        AmazonS3Client s3,
        string bucket,
        string prefix,
        HashSet<string> generated,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        await foreach (var found in s3.Paginators.ListObjectsV2(request).S3Objects.WithCancellation(cancellation))
        {
            if (!generated.Contains(found.Key))
            {
                using var answer = await s3.GetObjectAsync(bucket, SdkKey.Of(found.Key), cancellation);
                using var reader = new StreamReader(answer.ResponseStream);
                yield return (found.Key, await reader.ReadToEndAsync(cancellation));
            }
        }
    }

    private static async Task<List<string>> ReportedAsync(LocalDeployment deployment, string queueUrl, CancellationToken cancellation)
    {
        var messages = await deployment.Cloud.Sqs.DrainAsync(queueUrl, cancellation);
        return [.. messages.Select(message => JsonElement.Parse(message).GetProperty("key").GetString()!)];
    }
}
