using System.Runtime.CompilerServices;
using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Samples;

namespace Fanout.Local.Runs;

/// <summary>
/// s3-high-throughput over generated objects and the stack's own samples: each JSON object must have been published
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
        TextWriter progress,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var settings = deployment.Settings.S3HighThroughput;
        var outputs = deployment.Stack.Workflows[Workflow];
        using var s3 = deployment.Cloud.S3();
        await progress.WriteLineAsync($"Uploading {options.Objects} objects for {Workflow}");
        await S3HighThroughputSample.LoadAsync(
            s3, outputs["DataBucket"], settings.Prefix, options.Objects, Uploads, progress: null, cancellation);

        var published = new PublishedObjects(settings);
        foreach (var (_, body) in S3HighThroughputSample.Generate(options.Objects))
        {
            published.TryExpect(body);
        }

        var (samples, unusable) = (0, new List<string>());
        await foreach (var (key, text) in StackSamplesAsync(deployment, outputs["DataBucket"], settings.Prefix, cancellation))
        {
            samples++;
            if (!published.TryExpect(text))
            {
                unusable.Add(key);
            }
        }

        await progress.WriteLineAsync($"Running {Workflow}");
        ExecutionOutcome outcome;
        using (deployment.Cloud.Gateway.ObserveMessages(outputs["TopicArn"], published.Add))
        {
            outcome = await deployment.ExecuteAsync(
                outputs["StateMachineArn"], JsonElement.Parse("{}"), $"{Guid.NewGuid()}", cancellation);
        }

        var reported = await ReportedAsync(deployment, outputs["DeadLetterQueueUrl"], cancellation);
        yield return new RunReport(
            Workflow,
            $"{options.Objects} objects",
            outcome,
            options.Objects + samples,
            $"{published.Published} messages to {outputs["TopicArn"]}, {reported.Count} to the dead-letter queue",
            outcome.Status == ExecutionStatus.Succeeded ? [.. published.Problems(), .. Check(unusable, reported)] : []);
    }

    private static IEnumerable<string> Check(List<string> unusable, List<string> reported)
    {
        if (!reported.Order(StringComparer.Ordinal).SequenceEqual(unusable.Order(StringComparer.Ordinal)))
        {
            yield return $"the dead-letter queue holds [{string.Join(", ", reported)}]; expected [{string.Join(", ", unusable)}]";
        }
    }

    /// <summary>The objects that the stack itself put into the bucket, with their texts.</summary>
    private static async IAsyncEnumerable<(string Key, string Text)> StackSamplesAsync(
        LocalDeployment deployment, string bucket, string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var sample in deployment.Stack.Resources
            .Where(resource => resource.Type == "aws:s3/bucketObjectv2:BucketObjectv2" && $"{resource.Inputs["bucket"]}" == bucket))
        {
            var key = $"{sample.Inputs["key"]}";
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return (key, await File.ReadAllTextAsync($"{sample.Inputs["source"]}", cancellation));
            }
        }
    }

    private static async Task<List<string>> ReportedAsync(LocalDeployment deployment, string queueUrl, CancellationToken cancellation)
    {
        var messages = await deployment.Cloud.Sqs.DrainAsync(queueUrl, cancellation);
        return [.. messages.Select(message => JsonElement.Parse(message).GetProperty("key").GetString()!)];
    }
}
